-- The ledger, layout 1. Run once, in one transaction, in the empty schema assay.

create table assay.layout (
  version integer not null,
  since timestamptz not null default now()
);
create unique index layout_one_row on assay.layout ((true));
comment on table assay.layout is 'The version of the layout of this schema; one row.';
comment on column assay.layout.version is 'A suite that knows only older layouts refuses to start.';
comment on column assay.layout.since is 'When the layout was made.';

create table assay.pipeline_version (
  pipeline text not null,
  version text not null,
  definition text not null,
  first_used timestamptz not null default now(),
  primary key (pipeline, version)
);
comment on table assay.pipeline_version is 'The definitions that ran.';
comment on column assay.pipeline_version.pipeline is 'Name of the pipeline.';
comment on column assay.pipeline_version.version is 'The first 16 hex digits of the SHA-256 of the rendered definition.';
comment on column assay.pipeline_version.definition is 'The rendered definition, secrets left out.';
comment on column assay.pipeline_version.first_used is 'When a run first used it.';

create table assay.run (
  run_id uuid primary key,
  pipeline text not null,
  application_id text not null,
  host text not null,
  suite_version text not null,
  pipeline_version text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  status text not null default 'running' check (status in ('running', 'stopped', 'failed', 'lost')),
  foreign key (pipeline, pipeline_version) references assay.pipeline_version (pipeline, version)
);
create index on assay.run (pipeline, pipeline_version);
create index on assay.run (pipeline) where status = 'running';
comment on table assay.run is 'The starts of refine.';
comment on column assay.run.run_id is 'Made at the start.';
comment on column assay.run.pipeline is 'Name of the pipeline.';
comment on column assay.run.application_id is 'The Spark application.';
comment on column assay.run.host is 'Where its driver ran.';
comment on column assay.run.suite_version is 'The version of Assay.';
comment on column assay.run.pipeline_version is 'The definition that it used.';
comment on column assay.run.started_at is 'When it took the pipeline''s lock.';
comment on column assay.run.ended_at is 'When it gave the lock back; for a lost run, when the next one noticed.';
comment on column assay.run.status is 'running, stopped (in order), failed (by itself), lost (it ended without a word).';

create table assay.batch (
  batch_id bigint generated always as identity primary key,
  pipeline text not null,
  run_id uuid not null references assay.run,
  source text not null check (source in ('lake', 'kafka', 'held', 'requeued')),
  spark_batch_id bigint not null,
  started_at timestamptz not null,
  committed_at timestamptz not null default clock_timestamp(),
  silver boolean not null default false,
  folded int8multirange not null default '{}'
);
create index on assay.batch (pipeline, committed_at);
create index on assay.batch (batch_id) where not isempty(folded);
create index on assay.batch (run_id);
create index on assay.batch (pipeline, batch_id) where not silver;
comment on table assay.batch is 'The committed batches. A batch that is not here has changed nothing.';
comment on column assay.batch.batch_id is 'Grows; the rows of the target tables carry it as assay_batch. Numbers of batches that were rolled back are left out.';
comment on column assay.batch.pipeline is 'Name of the pipeline.';
comment on column assay.batch.run_id is 'The run that committed it.';
comment on column assay.batch.source is 'lake (the raw table), kafka, held (records that had waited), or requeued (records that were in quarantine).';
comment on column assay.batch.spark_batch_id is 'Spark''s number; it starts at 0 again with a new checkpoint.';
comment on column assay.batch.started_at is 'When refine began to read it.';
comment on column assay.batch.committed_at is 'When its transaction was about to commit.';
comment on column assay.batch.silver is 'Whether the lake has its silver rows, or needs none.';
comment on column assay.batch.folded is 'The numbers of earlier batches of the same run, source and day that this row stands for, too, after upkeep.keep-batches: counts and offsets are those of all of them, the times those of the first and the last.';

create table assay.batch_topic (
  batch_id bigint not null references assay.batch,
  topic text not null,
  raw bigint not null,
  applied bigint not null,
  quarantined bigint not null,
  filtered bigint not null,
  superseded bigint not null,
  held bigint not null,
  replayed bigint not null,
  primary key (batch_id, topic),
  constraint nothing_vanishes check (raw = applied + quarantined + filtered + superseded + held)
);
comment on table assay.batch_topic is 'What became of the records of a batch: raw = applied + quarantined + filtered + superseded + held.';
comment on column assay.batch_topic.batch_id is 'The batch.';
comment on column assay.batch_topic.topic is 'The topic that they came from.';
comment on column assay.batch_topic.raw is 'Records read.';
comment on column assay.batch_topic.applied is 'Their rows are in the target tables, or their deletion was done.';
comment on column assay.batch_topic.quarantined is 'Refused by a rule.';
comment on column assay.batch_topic.filtered is 'Left out by the kind''s filter.';
comment on column assay.batch_topic.superseded is 'A newer version of the same key was there.';
comment on column assay.batch_topic.held is 'They wait for a parent.';
comment on column assay.batch_topic.replayed is 'Skipped because they were applied before; not part of raw.';

create table assay.batch_table (
  batch_id bigint not null references assay.batch,
  table_name text not null,
  inserted bigint not null,
  updated bigint not null,
  deleted bigint not null,
  primary key (batch_id, table_name)
);
comment on table assay.batch_table is 'What a batch changed in a target table.';
comment on column assay.batch_table.batch_id is 'The batch.';
comment on column assay.batch_table.table_name is 'The target table.';
comment on column assay.batch_table.inserted is 'Rows that are new, stubs included.';
comment on column assay.batch_table.updated is 'Rows that got a newer version.';
comment on column assay.batch_table.deleted is 'Rows that are gone.';

create table assay.batch_offsets (
  batch_id bigint not null references assay.batch,
  topic text not null,
  partition integer not null,
  offsets int8multirange not null,
  primary key (batch_id, topic, partition)
);
comment on table assay.batch_offsets is 'The records of a batch.';
comment on column assay.batch_offsets.batch_id is 'The batch.';
comment on column assay.batch_offsets.topic is 'The topic.';
comment on column assay.batch_offsets.partition is 'Its partition.';
comment on column assay.batch_offsets.offsets is 'The offsets of the records.';

create table assay.applied (
  pipeline text not null,
  topic text not null,
  partition integer not null,
  offsets int8multirange not null,
  primary key (pipeline, topic, partition)
) with (fillfactor = 50);
comment on table assay.applied is 'Every offset that a pipeline has dealt with. What is here is never dealt with again.';
comment on column assay.applied.pipeline is 'Name of the pipeline.';
comment on column assay.applied.topic is 'The topic.';
comment on column assay.applied.partition is 'Its partition.';
comment on column assay.applied.offsets is 'All offsets of all committed batches.';

create table assay.stream (
  pipeline text not null,
  source text not null check (source in ('lake', 'kafka')),
  stream_id uuid not null,
  spark_batch_id bigint not null,
  finished_at timestamptz not null default clock_timestamp(),
  primary key (pipeline, source)
);
comment on table assay.stream is 'How far the last stream of each source has come. A checkpoint that is ahead of it belongs to another database, or to a later state of this one.';
comment on column assay.stream.pipeline is 'Name of the pipeline.';
comment on column assay.stream.source is 'lake (the raw table) or kafka.';
comment on column assay.stream.stream_id is 'Spark''s id of the query; it is kept in the checkpoint.';
comment on column assay.stream.spark_batch_id is 'Spark''s number of the last batch whose records are all dealt with, also where all of them were dealt with before.';
comment on column assay.stream.finished_at is 'When.';

create table assay.quarantine (
  pipeline text not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  record_time timestamptz not null,
  kind text,
  schema_id integer,
  batch_id bigint not null references assay.batch,
  last_batch_id bigint not null references assay.batch,
  pipeline_version text not null,
  quarantined_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'requeued', 'resolved')),
  outcome text check (outcome in ('applied', 'superseded', 'filtered', 'held')),
  primary key (pipeline, topic, partition, record_offset),
  constraint resolved_with_an_outcome check ((state = 'resolved') = (outcome is not null))
);
create index on assay.quarantine (batch_id);
create index on assay.quarantine (last_batch_id);
create index on assay.quarantine (pipeline) where state = 'requeued';
create index on assay.quarantine (pipeline, quarantined_at);
comment on table assay.quarantine is 'Records that a rule refuses. Their bytes are in the raw table, under the same coordinates; why, is in assay.finding.';
comment on column assay.quarantine.pipeline is 'Name of the pipeline.';
comment on column assay.quarantine.topic is 'The topic.';
comment on column assay.quarantine.partition is 'Its partition.';
comment on column assay.quarantine.record_offset is 'The record''s offset there.';
comment on column assay.quarantine.record_time is 'The record''s Kafka timestamp.';
comment on column assay.quarantine.kind is 'The kind of record; null if no kind took it.';
comment on column assay.quarantine.schema_id is 'The schema that the registry has for its value, if it names one.';
comment on column assay.quarantine.batch_id is 'The batch that refused it first.';
comment on column assay.quarantine.last_batch_id is 'The last batch that decided about it; its findings are those that hold.';
comment on column assay.quarantine.pipeline_version is 'The definition whose rules refused it last.';
comment on column assay.quarantine.quarantined_at is 'When it was first refused.';
comment on column assay.quarantine.state is 'open, requeued (the next refine takes it up), or resolved (it is in quarantine no more).';
comment on column assay.quarantine.outcome is 'What became of a resolved record.';

create table assay.quarantine_change (
  pipeline text not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  changed_at timestamptz not null default clock_timestamp(),
  state text not null,
  batch_id bigint references assay.batch,
  pipeline_version text,
  actor text,
  reason text,
  foreign key (pipeline, topic, partition, record_offset) references assay.quarantine (pipeline, topic, partition, record_offset)
);
create index on assay.quarantine_change (pipeline, topic, partition, record_offset);
create index on assay.quarantine_change (batch_id);
comment on table assay.quarantine_change is 'What happened to records in quarantine after they were first refused.';
comment on column assay.quarantine_change.pipeline is 'Name of the pipeline.';
comment on column assay.quarantine_change.topic is 'The topic.';
comment on column assay.quarantine_change.partition is 'Its partition.';
comment on column assay.quarantine_change.record_offset is 'The record''s offset there.';
comment on column assay.quarantine_change.changed_at is 'When.';
comment on column assay.quarantine_change.state is 'The state from then on.';
comment on column assay.quarantine_change.batch_id is 'The batch that decided, if one did.';
comment on column assay.quarantine_change.pipeline_version is 'The definition that the batch used.';
comment on column assay.quarantine_change.actor is 'Who asked for it, if somebody did.';
comment on column assay.quarantine_change.reason is 'Why; for resolved records, what became of them.';

create table assay.finding (
  batch_id bigint not null references assay.batch,
  pipeline text not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  kind text,
  rule text not null,
  severity text not null,
  field text,
  value text,
  message text,
  pipeline_version text not null,
  schema_id integer
);
create index on assay.finding (batch_id);
create index on assay.finding (pipeline, topic, partition, record_offset);
comment on table assay.finding is 'Rules that records fail: all of them, whether the record was refused or not. Those of records that were never refused go when their batch is folded.';
comment on column assay.finding.batch_id is 'The batch that found it.';
comment on column assay.finding.pipeline is 'Name of the pipeline.';
comment on column assay.finding.topic is 'The topic.';
comment on column assay.finding.partition is 'Its partition.';
comment on column assay.finding.record_offset is 'The record''s offset there.';
comment on column assay.finding.kind is 'The kind of record; null if no kind took it.';
comment on column assay.finding.rule is 'The rule''s name.';
comment on column assay.finding.severity is 'What the finding means for the record.';
comment on column assay.finding.field is 'The field at fault, if one is.';
comment on column assay.finding.value is 'Its value, at most 200 characters; for masked fields the mask.';
comment on column assay.finding.message is 'For people.';
comment on column assay.finding.pipeline_version is 'The definition that the rule is of.';
comment on column assay.finding.schema_id is 'The schema that the registry has for the record''s value, if it names one.';

create table assay.batch_rule (
  batch_id bigint not null references assay.batch,
  kind text not null,
  rule text not null,
  failed bigint not null,
  micros bigint,
  primary key (batch_id, kind, rule)
);
comment on table assay.batch_rule is 'What the rules of a batch found and cost; rules that found nothing and were not timed are left out.';
comment on column assay.batch_rule.batch_id is 'The batch.';
comment on column assay.batch_rule.kind is 'The kind of record; empty where no kind took it.';
comment on column assay.batch_rule.rule is 'The rule''s name.';
comment on column assay.batch_rule.failed is 'Records of the batch that fail it.';
comment on column assay.batch_rule.micros is 'Its cost in microseconds. Rules over other rows, references and look-ups: time of their statements. Rules of a record alone: processor time of all tasks, estimated from one record in 1000; null where none of those was in the batch.';

create table assay.alert (
  alert_id bigint generated always as identity primary key,
  pipeline text not null,
  batch_id bigint not null references assay.batch,
  source text not null check (source in ('breaker', 'batch-rule')),
  name text not null,
  action text not null check (action in ('fail', 'pause', 'alert')),
  failed bigint not null,
  records bigint not null,
  message text not null,
  raised_at timestamptz not null default clock_timestamp(),
  paused_until timestamptz,
  reset_at timestamptz,
  reset_by text
);
create index on assay.alert (pipeline, source, name, batch_id);
create index on assay.alert (batch_id);
create index on assay.alert (pipeline) where action = 'fail' and reset_at is null;
comment on table assay.alert is 'Breakers that tripped, and batch rules that warned.';
comment on column assay.alert.alert_id is 'Grows.';
comment on column assay.alert.pipeline is 'Name of the pipeline.';
comment on column assay.alert.batch_id is 'The batch with which it happened; it is committed.';
comment on column assay.alert.source is 'breaker or batch-rule.';
comment on column assay.alert.name is 'Its name in the definition.';
comment on column assay.alert.action is 'What followed: fail (the run stopped), pause, or alert (nothing).';
comment on column assay.alert.failed is 'Records that failed: in the window for a breaker, in the batch for a batch rule.';
comment on column assay.alert.records is 'Records that were read in that time.';
comment on column assay.alert.message is 'For people.';
comment on column assay.alert.raised_at is 'When.';
comment on column assay.alert.paused_until is 'Until when no batch begins.';
comment on column assay.alert.reset_at is 'When somebody let the pipeline go on. Until then a breaker that failed keeps it from starting.';
comment on column assay.alert.reset_by is 'Who did.';

create table assay.held (
  pipeline text not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  record_time timestamptz not null,
  timestamp_type integer not null,
  kind text not null,
  batch_id bigint not null references assay.batch,
  waits_for text not null,
  waits_key text[] not null,
  held_at timestamptz not null default now(),
  deadline timestamptz not null,
  ready boolean not null default false,
  key bytea,
  value bytea,
  header_keys text[] not null default '{}',
  header_values bytea[] not null default '{}',
  primary key (pipeline, topic, partition, record_offset)
);
create index on assay.held (pipeline, waits_for, waits_key) where not ready;
create index on assay.held (pipeline, deadline);
create index on assay.held (pipeline, record_time) where ready;
create index on assay.held (batch_id);
comment on table assay.held is 'Records that wait for a parent row.';
comment on column assay.held.pipeline is 'Name of the pipeline.';
comment on column assay.held.topic is 'The topic.';
comment on column assay.held.partition is 'Its partition.';
comment on column assay.held.record_offset is 'The record''s offset there.';
comment on column assay.held.record_time is 'The record''s Kafka timestamp.';
comment on column assay.held.timestamp_type is 'Kafka''s: 0 the producer''s clock, 1 the broker''s.';
comment on column assay.held.kind is 'The kind of record.';
comment on column assay.held.batch_id is 'The batch that last held it.';
comment on column assay.held.waits_for is 'The table of the parent.';
comment on column assay.held.waits_key is 'The parent''s key, as text.';
comment on column assay.held.held_at is 'When it was first held.';
comment on column assay.held.deadline is 'When it waits no longer.';
comment on column assay.held.ready is 'Whether the parent has arrived.';
comment on column assay.held.key is 'The Kafka key, untouched.';
comment on column assay.held.value is 'The Kafka value, untouched.';
comment on column assay.held.header_keys is 'The names of the Kafka headers, in order.';
comment on column assay.held.header_values is 'Their values, one for each name.';

create table assay.deleted (
  pipeline text not null,
  table_name text not null,
  key text[] not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  record_time timestamptz not null,
  sequence text[],
  batch_id bigint not null references assay.batch,
  remembered_at timestamptz not null default now(),
  primary key (pipeline, table_name, key)
);
create index on assay.deleted (batch_id);
create index on assay.deleted (pipeline, table_name, remembered_at);
comment on table assay.deleted is 'Keys that were deleted, so that an older version that comes late does not bring the row back.';
comment on column assay.deleted.pipeline is 'Name of the pipeline.';
comment on column assay.deleted.table_name is 'The target table.';
comment on column assay.deleted.key is 'The key of the row, as text; empty for a deletion of all rows that are older.';
comment on column assay.deleted.topic is 'The topic of the record that deleted it.';
comment on column assay.deleted.partition is 'Its partition.';
comment on column assay.deleted.record_offset is 'The record''s offset there.';
comment on column assay.deleted.record_time is 'The record''s Kafka timestamp.';
comment on column assay.deleted.sequence is 'The record''s sequence, as text; null if it has none, and Kafka order alone decides.';
comment on column assay.deleted.batch_id is 'The batch that deleted it.';
comment on column assay.deleted.remembered_at is 'Since when it is remembered: when the batch''s transaction began.';

create table assay.history_end (
  pipeline text not null,
  table_name text not null,
  key text[] not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  record_time timestamptz not null,
  sequence text[],
  batch_id bigint not null references assay.batch,
  primary key (pipeline, table_name, key, topic, partition, record_offset)
);
create index on assay.history_end (batch_id);
comment on table assay.history_end is 'Deletions that end versions in tables with history. They belong to the history as its rows do: with both, the times of every version can be computed anew.';
comment on column assay.history_end.pipeline is 'Name of the pipeline.';
comment on column assay.history_end.table_name is 'The table with history.';
comment on column assay.history_end.key is 'The key whose version ends, as text; empty for the versions of all keys that are older.';
comment on column assay.history_end.topic is 'The topic of the record that deletes.';
comment on column assay.history_end.partition is 'Its partition.';
comment on column assay.history_end.record_offset is 'The record''s offset there.';
comment on column assay.history_end.record_time is 'The record''s Kafka timestamp.';
comment on column assay.history_end.sequence is 'The record''s sequence, as text; null if it has none, and Kafka order alone decides.';
comment on column assay.history_end.batch_id is 'The batch that brought it.';

create table assay.schema_change (
  changed_at timestamptz not null default clock_timestamp(),
  pipeline text not null,
  run_id uuid,
  pipeline_version text not null,
  batch_id bigint references assay.batch,
  table_name text not null,
  place text not null,
  reason text not null,
  statement text not null
);
create index on assay.schema_change (pipeline, changed_at);
create index on assay.schema_change (batch_id);
comment on table assay.schema_change is 'Every statement that made or altered a target table.';
comment on column assay.schema_change.changed_at is 'When it ran.';
comment on column assay.schema_change.pipeline is 'Name of the pipeline.';
comment on column assay.schema_change.run_id is 'The run that did it; null for assay apply. Not a foreign key: a first start makes the tables before it records itself.';
comment on column assay.schema_change.pipeline_version is 'The definition that wanted it.';
comment on column assay.schema_change.batch_id is 'The batch whose transaction it was part of; null where it was done before any batch.';
comment on column assay.schema_change.table_name is 'The target table.';
comment on column assay.schema_change.place is 'The table, or a column or key of it.';
comment on column assay.schema_change.reason is 'What was there, what was wanted, and the policy that allowed it.';
comment on column assay.schema_change.statement is 'The statement.';

create table assay.added_column (
  pipeline text not null,
  kind text not null,
  member text not null,
  table_name text not null,
  column_name text not null,
  type text not null,
  batch_id bigint references assay.batch,
  added_at timestamptz not null default now(),
  primary key (pipeline, kind, column_name)
);
create index on assay.added_column (batch_id);
comment on table assay.added_column is 'Columns that members of records have got without being in the definition (schema-change.unknown-field = apply).';
comment on column assay.added_column.pipeline is 'Name of the pipeline.';
comment on column assay.added_column.kind is 'The kind of record.';
comment on column assay.added_column.member is 'The member''s name in the data.';
comment on column assay.added_column.table_name is 'The root table of the kind.';
comment on column assay.added_column.column_name is 'The column, and the field that takes the member.';
comment on column assay.added_column.type is 'Its type.';
comment on column assay.added_column.batch_id is 'The batch that brought the member first.';
comment on column assay.added_column.added_at is 'When that batch''s transaction began.';

create view assay.origin as
  select
    number.assay_batch,
    batch.pipeline,
    batch.source,
    batch.spark_batch_id,
    batch.started_at as batch_started_at,
    batch.committed_at,
    run.run_id,
    run.application_id,
    run.host,
    run.suite_version,
    run.pipeline_version,
    pipeline_version.definition
  from (
    select batch_id as assay_batch, batch_id from assay.batch
    union all
    select folded_id, b.batch_id
    from assay.batch b
    cross join lateral unnest(b.folded) as span
    cross join lateral generate_series(lower(span), upper(span) - 1) as folded_id
    where not isempty(b.folded)
  ) number
  join assay.batch using (batch_id)
  join assay.run using (run_id)
  join assay.pipeline_version
    on pipeline_version.pipeline = run.pipeline and pipeline_version.version = run.pipeline_version;
comment on view assay.origin is 'Where a row comes from: select * from item join assay.origin using (assay_batch). Of batches that were folded, the times are those of all that were folded with it.';
