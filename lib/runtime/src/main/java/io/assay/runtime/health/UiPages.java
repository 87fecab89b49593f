package io.assay.runtime.health;

import io.assay.runtime.metrics.JobMetrics;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.ui.JettyUtils;
import org.apache.spark.ui.SparkUI;

/**
 * Pages of the job on Spark's own UI, where that is enabled ({@code spark.ui.enabled}):
 *
 * <ul>
 *   <li>{@value #METRICS}: the metrics, in Prometheus's text format
 *   <li>{@value #LIVE}: 200 if the process should be left alone, else 503
 *   <li>{@value #READY}: 200 if the job does its work, else 503
 * </ul>
 */
public final class UiPages {
  /** The metrics. */
  public static final String METRICS = "/assay/metrics";

  /** For a liveness probe. */
  public static final String LIVE = "/assay/health/live";

  /** For a readiness probe. */
  public static final String READY = "/assay/health/ready";

  private UiPages() {}

  /** Adds the pages; does nothing where Spark has no UI. */
  public static void add(SparkSession spark, JobMetrics metrics, Health health) {
    if (spark.sparkContext().ui().isDefined()) {
      SparkUI ui = spark.sparkContext().ui().get();
      attach(ui, METRICS, new MetricsPage(metrics));
      attach(ui, LIVE, new HealthPage(health::live));
      attach(ui, READY, new HealthPage(health::ready));
    }
  }

  private static void attach(SparkUI ui, String path, HttpServlet page) {
    ui.attachHandler(JettyUtils.createServletHandler(path, page, ""));
  }

  private static final class MetricsPage extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient JobMetrics metrics;

    MetricsPage(JobMetrics metrics) {
      this.metrics = metrics;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType(JobMetrics.contentType());
      metrics.write(response.getOutputStream());
    }
  }

  private static final class HealthPage extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Supplier<Health.Answer> question;

    HealthPage(Supplier<Health.Answer> question) {
      this.question = question;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Health.Answer answer = question.get();
      response.setStatus(
          answer.ok() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setContentType("text/plain;charset=utf-8");
      String text = (answer.ok() ? "ok\n" : "not ok\n") + String.join("\n", answer.lines()) + "\n";
      response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
