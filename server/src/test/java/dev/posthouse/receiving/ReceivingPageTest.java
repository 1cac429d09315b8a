package dev.posthouse.receiving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.Providers;
import dev.posthouse.webhooks.receive.JdbcInbox;
import dev.posthouse.webhooks.receive.WebhookReceiver;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.sqlite.SQLiteDataSource;

/// The page shows code that runs, on every server that it names.
class ReceivingPageTest {
  private static final String SECRET = "hush";
  private static final String ADDRESS = "https://shop.example/webhooks";
  private static final Provider SHOPIFY = Providers.named("shopify").orElseThrow();
  private static final Path CODE = Path.of("src/test/java/dev/posthouse/receiving");
  private static final Pattern SHOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PIECE =
      Pattern.compile("// begin: (\\w+)\\n(.*?)\\n *// end", Pattern.DOTALL);

  private final List<String> orders = new CopyOnWriteArrayList<>();
  private final WebhookReceiver<?> receiver =
      Shop.receiver(SECRET, data -> orders.add(new String(data, UTF_8)));

  @TempDir private Path folder;

  @Test
  void every_piece_of_code_is_shown_on_both_pages_as_it_is_here() throws IOException {
    for (String page : List.of("../docs/receiving.md", "../docs/receiving.zh-CN.md")) {
      List<String> shown =
          SHOWN.matcher(Files.readString(Path.of(page))).results().map(r -> r.group(1)).toList();
      assertThat(shown).as(page).containsAll(pieces());
    }
  }

  private static List<String> pieces() throws IOException {
    try (Stream<Path> files = Files.list(CODE)) {
      List<String> pieces =
          files
              .filter(file -> !file.endsWith("ReceivingPageTest.java"))
              .map(ReceivingPageTest::read)
              .flatMap(
                  code -> PIECE.matcher(code).results().map(r -> r.group(2).stripIndent() + "\n"))
              .toList();
      assertThat(pieces).hasSize(6);
      return pieces;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void on_the_server_of_the_jdk() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PlainServer.add(server, ADDRESS, receiver);
    server.start();
    try {
      assertReceives(server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void in_a_servlet_container() throws Exception {
    assertServletReceives(new ServletHolder(new WebhooksServlet(ADDRESS, receiver)));
  }

  @Test
  void in_spring() throws Exception {
    var spring = new AnnotationConfigWebApplicationContext();
    spring.register(Mvc.class);
    spring.addBeanFactoryPostProcessor(
        beans -> beans.registerSingleton("webhooks", new WebhooksController(ADDRESS, receiver)));
    assertServletReceives(new ServletHolder(new DispatcherServlet(spring)));
  }

  @EnableWebMvc
  static class Mvc {}

  @Test
  void in_helidon() throws Exception {
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing -> HelidonRoutes.add(routing, ADDRESS, receiver))
            .build()
            .start();
    try {
      assertReceives(server.port());
    } finally {
      server.stop();
    }
  }

  @Test
  void in_one_transaction_with_what_a_handler_writes() throws Exception {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : JdbcInbox.TABLE) {
        statement.execute(table);
      }
      statement.execute("create table orders (data blob)");
    }
    WebhookReceiver<?> exactlyOnce = Shop.exactlyOnce(SECRET, database);
    for (int i = 0; i < 2; i++) {
      assertThat(exactlyOnce.receive(signed("{\"id\":1}"), Instant.now()).answer().status())
          .isEqualTo(200);
    }
    assertThat(count(database)).isEqualTo(1);
  }

  private static int count(SQLiteDataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from orders")) {
      return rows.getInt(1);
    }
  }

  /// A good one, the same again, one that was changed on its way, and another method.
  private void assertReceives(int port) throws Exception {
    String body = "{\"id\":1,\"name\":\"Tee 茶\"}";
    HttpResponse<String> first = send(port, "POST", signed(body).headers(), body);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("content-type")).contains("application/json");
    assertThat(first.body()).isEqualTo("{\"stored\":1,\"duplicates\":0}");
    assertThat(send(port, "POST", signed(body).headers(), body).body())
        .isEqualTo("{\"stored\":0,\"duplicates\":1}");
    assertThat(send(port, "POST", signed(body).headers(), body + " ").statusCode()).isEqualTo(401);
    assertThat(send(port, "PUT", signed(body).headers(), body).statusCode()).isEqualTo(405);
    assertThat(orders).containsExactly(body);
  }

  private static HttpResponse<String> send(
      int port, String method, Map<String, List<String>> headers, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks"))
            .method(method, BodyPublishers.ofString(body));
    headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static Request signed(String body) {
    Map<String, List<String>> headers =
        Map.of(
            "Content-Type", List.of("application/json"),
            "X-Shopify-Topic", List.of("orders/create"),
            "X-Shopify-Shop-Domain", List.of("tea.myshopify.com"),
            "X-Shopify-Webhook-Id", List.of("webhook-1"));
    Request plain = new Request("POST", ADDRESS, headers, body.getBytes(UTF_8));
    Map<String, List<String>> all = new HashMap<>(headers);
    SHOPIFY
        .scheme()
        .sign(plain, SECRET, "", Instant.now())
        .forEach((name, value) -> all.put(name, List.of(value)));
    return new Request("POST", ADDRESS, all, plain.body());
  }

  /// A servlet container on a free port.
  private void assertServletReceives(ServletHolder servlet) throws Exception {
    var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var context = new ServletContextHandler();
    context.addServlet(servlet, "/*");
    server.setHandler(context);
    server.start();
    try {
      assertReceives(((ServerConnector) server.getConnectors()[0]).getLocalPort());
    } finally {
      server.stop();
    }
  }
}
