package dev.posthouse.bench.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The yardstick: a bare `proxy_pass` to the same receiver, one worker, 64 connections kept alive,
/// no log.
public final class Nginx implements AutoCloseable {
  private final Launched process;
  private final String address;

  private Nginx(Launched process, String address) {
    this.process = process;
    this.address = address;
  }

  public static Nginx start(Path folder, ReceiverProcess receiver) throws InterruptedException {
    int port = freePort();
    String receiverPort = receiver.address().replaceAll(".*:", "");
    Path configuration = folder.resolve("nginx.conf");
    try {
      Files.writeString(configuration, configuration(folder, receiverPort, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            "nginx",
            "-e",
            folder.resolve("nginx.error").toString(),
            "-c",
            configuration.toString());
    var process = Launched.start(command, Map.of(), folder.resolve("nginx.log"));
    String address = "http://127.0.0.1:" + port;
    if (!Await.within(
        Duration.ofSeconds(10), Duration.ofMillis(20), () -> Web.answers(address + "/counts"))) {
      process.close();
      throw new BenchFailure("nginx does not answer: " + process.lastWords());
    }
    return new Nginx(process, address);
  }

  private static String configuration(Path folder, String receiver, int port) {
    return """
    worker_processes 1;
    daemon off;
    pid %1$s/nginx.pid;
    error_log %1$s/nginx.error;
    events { worker_connections 2048; }
    http {
      access_log off;
      client_body_buffer_size 128k;
      client_max_body_size 64m;
      client_body_temp_path %1$s/nginx-body;
      proxy_temp_path %1$s/nginx-proxy;
      fastcgi_temp_path %1$s/nginx-fastcgi;
      uwsgi_temp_path %1$s/nginx-uwsgi;
      scgi_temp_path %1$s/nginx-scgi;
      keepalive_requests 1000000000;
      upstream receiver { server 127.0.0.1:%2$s; keepalive 64; keepalive_requests 1000000000; }
      server {
        listen 127.0.0.1:%3$d;
        location / { proxy_pass http://receiver; proxy_http_version 1.1; proxy_set_header Connection ""; }
      }
    }
    """
        .formatted(folder, receiver, port);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return address;
  }

  @Override
  public void close() {
    process.close();
  }
}
