package io.assay.feed.kafka;

import io.assay.model.AssayException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are not there yet; leaves the others as they are. */
public final class Topics {
  private static final Pattern LEGAL_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private final ClientSettings settings;

  public Topics(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * The name, if Kafka takes it for a topic.
   *
   * @throws AssayException of kind USER if not
   */
  public static String legalName(String name) {
    if (LEGAL_NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..")) {
      return name;
    }
    throw new AssayException(
        AssayException.Kind.USER,
        "'%s' cannot be the name of a topic: Kafka takes letters, digits, '.', '_' and '-', at most 249. Name one with --topic."
            .formatted(name));
  }

  /**
   * Makes those of the topics that are absent: one replica where there is one broker, else as many
   * as the brokers' own default.
   *
   * @return the topics that were made
   * @throws AssayException of kind EXTERNAL if Kafka is away or refuses, USER if the options of the
   *     environment do not make a client
   */
  public Set<String> create(Collection<String> names, int partitions) {
    try (Admin admin = admin()) {
      Set<String> absent = new TreeSet<>(names);
      absent.removeAll(admin.listTopics().names().get());
      if (absent.isEmpty()) {
        return absent;
      }
      int brokers = admin.describeCluster().nodes().get().size();
      Optional<Short> replicas = brokers == 1 ? Optional.of((short) 1) : Optional.empty();
      List<NewTopic> topics =
          absent.stream()
              .map(name -> new NewTopic(name, Optional.of(partitions), replicas))
              .toList();
      return made(admin.createTopics(topics).values());
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (KafkaException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(e);
    }
  }

  private Admin admin() {
    try {
      return Admin.create(settings.with(Map.of()));
    } catch (KafkaException e) {
      throw settings.notMade(e);
    }
  }

  private static Set<String> made(Map<String, KafkaFuture<Void>> futures)
      throws ExecutionException, InterruptedException {
    Set<String> made = new TreeSet<>();
    for (Map.Entry<String, KafkaFuture<Void>> topic : futures.entrySet()) {
      try {
        topic.getValue().get();
        made.add(topic.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    return made;
  }

  private AssayException failure(Throwable cause) {
    return new AssayException(
        AssayException.Kind.EXTERNAL,
        "Cannot look up or make topics in Kafka at %s: %s. Nothing was sent."
            .formatted(settings.bootstrapServers(), settings.told(cause)),
        cause);
  }
}
