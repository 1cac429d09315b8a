package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.work.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class TurnsTest {
  private final Queue<Runnable> arriving = new ArrayDeque<>();
  private final List<String> order = new ArrayList<>();

  /// While one waits, the next arrives; who waits for a turn that cannot come is interrupted.
  private final Tasks tasks =
      new Tasks() {
        @Override
        public void start(String name, Runnable task) {
          task.run();
        }

        @Override
        public <T> T await(CompletableFuture<T> result) throws InterruptedException {
          if (!result.isDone()) {
            throw new InterruptedException();
          }
          return result.join();
        }
      };

  private final Turns turns = new Turns(tasks);

  @Test
  void nobody_gets_a_turn_while_another_has_it_and_who_gives_up_does_not_let_others_in()
      throws Exception {
    arriving.add(() -> take("second, which gives up"));
    arriving.add(() -> take("third, while the first is at it"));

    turns.take(() -> {
      arriving.forEach(Runnable::run);
      order.add("first");
      return 0;
    });
    take("fourth");

    assertThat(order).containsExactly("first", "fourth");
  }

  private void take(String name) {
    try {
      turns.take(() -> order.add(name));
    } catch (InterruptedException e) {
      assertThat(order).isEmpty();
    }
  }
}
