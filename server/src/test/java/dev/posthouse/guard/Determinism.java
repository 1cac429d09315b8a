package dev.posthouse.guard;

import java.lang.classfile.ClassModel;
import java.util.List;
import java.util.regex.Pattern;

/// Time, chance and threads come from the root package, so that a simulation can replace them. What
/// reads the clock, waits for it, rolls dice or starts a thread by itself is caught.
final class Determinism {
  private static final List<Pattern> FORBIDDEN =
      List.of(
          member("java/lang/System\\.(currentTimeMillis|nanoTime)"),
          Pattern.compile("java/time/\\w+\\.now\\((?!Ljava/time/Clock;).*"),
          member("java/time/Clock\\.(system|tick).*"),
          member("java/time/InstantSource\\.system"),
          Pattern.compile("java/util/Date\\.<init>\\(\\)V"),
          member("java/util/(Gregorian)?Calendar\\.(getInstance|<init>)"),
          member("java/lang/Thread\\.(sleep|<init>|ofVirtual|ofPlatform|startVirtualThread)"),
          member("java/util/concurrent/TimeUnit\\.(sleep|timedJoin|timedWait)"),
          member("java/util/concurrent/Executors\\..*"),
          member("java/util/concurrent/\\w*(PoolExecutor|ForkJoinPool)\\.(<init>|commonPool)"),
          Pattern.compile(
              "java/util/concurrent/CompletableFuture\\.\\w+Async\\((?!.*Executor;\\)).*"),
          member(
              "java/util/concurrent/CompletableFuture"
                  + "\\.(orTimeout|completeOnTimeout|delayedExecutor)"),
          member("java/util/Timer\\.<init>"),
          member("java/util/\\w+\\.parallelStream"),
          member("java/util/stream/\\w+\\.parallel"),
          member("java/lang/Math\\.random"),
          member("java/util/UUID\\.randomUUID"),
          member("java/util/(Random|SplittableRandom)\\.<init>"),
          member("java/util/concurrent/ThreadLocalRandom\\.current"),
          member("java/security/SecureRandom\\.(<init>|getInstance.*)"),
          member("java/util/random/RandomGenerator(Factory)?\\.(of|getDefault|create).*"));

  private Determinism() {}

  /// One line for each forbidden use; none for a class of the root package.
  static List<String> violations(ClassModel model) {
    if (PackageOrder.packageOf(model.thisClass().asInternalName()).isEmpty()) {
      return List.of();
    }
    return References.members(model).stream()
        .filter(used -> FORBIDDEN.stream().anyMatch(rule -> rule.matcher(used).matches()))
        .map(used -> "%s uses %s".formatted(References.readable(model), used))
        .toList();
  }

  private static Pattern member(String name) {
    return Pattern.compile(name + "\\(.*");
  }
}
