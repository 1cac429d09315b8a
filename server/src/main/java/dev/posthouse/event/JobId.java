package dev.posthouse.event;

/// Names a job: work in bulk that outlives the process.
public record JobId(long value) implements Comparable<JobId> {
  private static final String PREFIX = "job_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static JobId parse(String text) {
    return new JobId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(JobId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
