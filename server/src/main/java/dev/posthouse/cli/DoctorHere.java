package dev.posthouse.cli;

/// What can be seen on this machine without asking the server: the data folder and its disk.
record DoctorHere(Desk desk, Findings report) {
  /// Below this, or a twentieth of the disk, the server takes no more events.
  private static final long LEAST_FREE = 1_000_000_000;

  private static final long CLOSE = 3;
  private static final int SHARE = 20;

  void look() {
    desk.shell()
        .premises()
        .data()
        .ifPresent(data -> {
          disk(data);
          if (data.open().isEmpty()) {
            report.fine("files", data.folder());
          } else {
            report.bad("files", "open", data.open());
          }
        });
  }

  private void disk(Premises.DataHere data) {
    long least = Math.min(LEAST_FREE, data.disk() / SHARE);
    String free = Sizes.shown(data.free());
    String database = Sizes.shown(data.database());
    if (data.free() < least) {
      report.bad("disk", "full", free, data.folder(), database);
    } else if (data.free() < least * CLOSE) {
      report.care("disk", "close", free, data.folder(), database);
    } else {
      report.fine("disk", free, data.folder(), database);
    }
  }
}
