package dev.posthouse.bench.receiver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// The cheapest receiver there can be: one thread, keep-alive, no HTTP library. The path of a
/// request says how it is answered ([Path]), a GET asks for the counts or changes something
/// ([Control]). A process of its own; prints its port, and ends when its standard input does.
public final class Receiver {
  private static final int BACKLOG = 4096;

  private final Timers timers = new Timers();
  private final Tally tally = new Tally();
  private final Control control = new Control(tally);

  private Receiver() {}

  public static void main(String[] args) throws IOException {
    Thread.ofPlatform().daemon(true).start(Receiver::endWithParent);
    new Receiver().serve(args.length > 0 ? Integer.parseInt(args[0]) : 0);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said, only the end matters
      }
    } catch (IOException e) {
      System.err.println("standard input broke: " + e);
    }
    System.exit(0);
  }

  private void serve(int port) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(listener.socket().getLocalPort());
      while (true) {
        selector.select(key -> handle(selector, key), timers.untilNext());
        timers.run();
      }
    }
  }

  private void handle(Selector selector, SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept(selector, (ServerSocketChannel) key.channel());
      } else {
        ((Conversation) key.attachment()).read();
      }
    } catch (IOException e) {
      Conversation.close(key);
    }
  }

  private void accept(Selector selector, ServerSocketChannel listener) throws IOException {
    SocketChannel client = listener.accept();
    while (client != null) {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = client.register(selector, SelectionKey.OP_READ);
      key.attach(new Conversation(key, client, new Conversation.World(timers, tally, control)));
      client = listener.accept();
    }
  }
}
