package io.assay.runtime;

import io.assay.model.AssayException;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;

/**
 * The process that {@code main} runs in: one that {@code spark-submit} has started and that ends
 * with a status; or, on YARN in cluster mode, Spark's ApplicationMaster, which calls {@code main}
 * and has rules of its own. To it {@code System.exit} is a failure whatever the status, success is
 * to return, and a main that has made no session has failed, too; and YARN starts again what has
 * failed.
 */
public final class Driver {
  private Driver() {}

  /**
   * Runs a command, which may do without Spark, and ends the process with its status.
   *
   * @param name of the application
   * @param command what to do; if it starts a session, then by {@link SessionFactory}
   */
  public static void run(String name, Supplier<ExitStatus> command) {
    begin(name);
    if (isApplicationMaster()) {
      SessionFactory.start(name);
    }
    end(command.get());
  }

  /** Before anything else: has the files that the command line may speak of. */
  static void begin(String name) {
    try {
      ShippedFiles.bring(new SparkConf());
    } catch (AssayException e) {
      Failure.of(e).report(name);
      end(ExitStatus.beforeStart(e));
    }
  }

  /** Ends the process with a status. Returns only where that means success. */
  static void end(ExitStatus status) {
    if (!isApplicationMaster()) {
      System.exit(status.code());
    }
    if (status != ExitStatus.STOPPED) {
      Driver.<RuntimeException>raise(new SparkUserAppException(status.code(), null));
    }
  }

  /** As Scala does, which knows no exceptions that have to be declared. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void raise(Exception exception) throws E {
    throw (E) exception;
  }

  /** By the settings that the ApplicationMaster makes before it calls {@code main}. */
  private static boolean isApplicationMaster() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }
}
