-- The roles of Assay in a database, each with no more rights than its work takes:
--
--   assay_owner   owns the ledger and the tables, makes and changes them: submit/assay apply
--   assay_job     reads and writes rows, and makes staging tables: refine, run, upkeep, quarantine requeue, breaker reset
--   assay_reader  reads: status, summary, quarantine list, and whoever asks with SQL
--
-- Run it once by a superuser who is connected to the database, before the first submit/assay apply:
--
--   psql -d assay -f conf/database/roles.sql
--
-- The roles have no passwords then; give them some (in psql: \password assay_owner, and so on). To run it again changes nothing, but for
-- tables that the owner has got by other means: the roles then have their rights on those, too. Needs PostgreSQL 14 or later.

do $roles$
declare
  target constant name := 'public'; -- database.schema of the environment
  each name;
begin
  foreach each in array array['assay_owner', 'assay_job', 'assay_reader'] loop
    if to_regrole(each::text) is null then
      execute format('create role %I login', each);
    end if;
  end loop;

  -- Who may come in.
  execute format('revoke connect, temporary on database %I from public', current_database());
  execute format('grant connect on database %I to assay_owner, assay_job, assay_reader', current_database());
  execute format('grant temporary on database %I to assay_job', current_database()); -- work tables of a batch

  -- The ledger and staging.
  if to_regnamespace('assay') is null then
    create schema assay authorization assay_owner;
  end if;
  if to_regnamespace('assay_staging') is null then
    create schema assay_staging authorization assay_owner;
  end if;
  grant usage on schema assay to assay_job, assay_reader;
  grant usage, create on schema assay_staging to assay_job; -- a set of unlogged tables for each run, which the job drops again

  -- The tables of the pipelines.
  if to_regnamespace(quote_ident(target)) is null then
    execute format('create schema %I authorization assay_owner', target);
  end if;
  execute format('revoke create on schema %I from public', target);
  execute format('grant usage, create on schema %I to assay_owner', target);
  execute format('grant usage on schema %I to assay_job, assay_reader', target);

  -- Rows: of the tables that the owner makes from now on, and of those that it has.
  foreach each in array array['assay', target] loop
    execute format(
      'alter default privileges for role assay_owner in schema %I grant select, insert, update, delete on tables to assay_job', each);
    execute format('alter default privileges for role assay_owner in schema %I grant select on tables to assay_reader', each);
    declare
      present name;
    begin
      for present in
        select relname from pg_class
        where relnamespace = to_regnamespace(quote_ident(each)) and relkind in ('r', 'p') and relowner = 'assay_owner'::regrole
      loop
        execute format('grant select, insert, update, delete on %I.%I to assay_job', each, present);
        execute format('grant select on %I.%I to assay_reader', each, present);
      end loop;
    end;
  end loop;
end
$roles$;

-- May be left out (docs/adr/0019): lets a batch check its foreign keys at once, which is several times faster where tables have many. With it,
-- the job's role could also leave out triggers and foreign keys of the tables that it writes. PostgreSQL 15 or later.
-- grant set on parameter session_replication_role to assay_job;
