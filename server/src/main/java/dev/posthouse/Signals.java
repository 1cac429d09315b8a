package dev.posthouse;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the terminal and the service manager ask for: the first SIGTERM or Ctrl-C ends in good
/// order, a second one at once. A shutdown hook could not tell a second signal from the first;
/// `sun.misc.Signal` can, and is reached by name because naming it in source is a warning that
/// cannot be silenced.
final class Signals {
  /// The exit code of a process ended by SIGTERM, as shells show it.
  private static final int ENDED_BY_SIGNAL = 143;

  private Signals() {}

  static void onStop(Runnable stop) {
    var asked = new AtomicBoolean();
    on("TERM", () -> stopOrHalt(asked, stop));
    on("INT", () -> stopOrHalt(asked, stop));
  }

  private static void stopOrHalt(AtomicBoolean asked, Runnable stop) {
    if (asked.compareAndSet(false, true)) {
      stop.run();
    } else {
      Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
    }
  }

  private static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler run =
          (proxy, method, arguments) -> {
            action.run();
            return null;
          };
      Object handling =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot listen to the signal " + name, e);
    }
  }
}
