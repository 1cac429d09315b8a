package dev.posthouse.webhooks.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/// A real Redis in a process of its own, which keeps nothing.
final class RedisServer implements AutoCloseable {
  private static final long LONGEST_START_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Process process;
  private final RedisClient client;

  private RedisServer(Process process, RedisClient client) {
    this.process = process;
    this.client = client;
  }

  /// @throws IllegalStateException if there is no `redis-server`, with what to do
  static RedisServer start(Path folder) throws IOException {
    int port = freePort();
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  "" + port,
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--dir",
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot run redis-server: install it (e.g. apt-get install redis-server)", e);
    }
    RedisServer server = new RedisServer(process, RedisClient.create("127.0.0.1", port));
    server.awaitReady();
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() {
    long end = System.nanoTime() + LONGEST_START_NANOS;
    while (true) {
      try {
        client.ping();
        return;
      } catch (JedisException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  RedisClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
  }
}
