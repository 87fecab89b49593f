package io.assay.admin;

/** One thing that can be asked. */
interface AdminCommand {
  /** Answers and ends the process with an exit status. */
  void runAndExit(String[] args);
}
