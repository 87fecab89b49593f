package io.assay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SessionFactoryTest {
  private static SparkConf configured(String key, String value) {
    return SessionFactory.configure(new SparkConf(false).set(key, value));
  }

  @Test
  void theUserMaySetWhatIsHarmless() {
    SparkConf conf = configured("spark.sql.shuffle.partitions", "64");

    assertThat(conf.get("spark.sql.shuffle.partitions")).isEqualTo("64");
    assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
  }

  @Test
  void theTimeZoneIsUtcWhateverTheUserSets() {
    SparkConf conf = configured("spark.sql.session.timeZone", "Asia/Kolkata");

    assertThat(conf.get("spark.sql.session.timeZone")).isEqualTo("UTC");
  }

  @Test
  void otherExtensionsStay() {
    SparkConf conf = configured("spark.sql.extensions", "com.example.Extension");

    assertThat(conf.get("spark.sql.extensions"))
        .isEqualTo("com.example.Extension,io.delta.sql.DeltaSparkSessionExtension");
  }

  @Test
  void sparkHidesWhateverIsCalledLikeASecret() {
    Pattern hidden =
        Pattern.compile(
            SessionFactory.configure(new SparkConf(false)).get("spark.redaction.regex"));

    assertThat(
            List.of(
                "spark.executorEnv.ASSAY_KAFKA_JAAS",
                "spark.executorEnv.ASSAY_DATABASE_PASSWORD",
                "spark.hadoop.fs.s3a.access.key",
                "spark.hadoop.fs.s3a.secret.key"))
        .allMatch(key -> hidden.matcher(key).find());
    assertThat(hidden.matcher("spark.app.name").find()).isFalse();
  }
}
