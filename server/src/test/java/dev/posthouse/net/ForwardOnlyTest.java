package dev.posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ForwardOnlyTest {
  @Test
  void no_name_is_looked_up_for_an_address() throws Exception {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});

    assertThat(here.getHostName()).isEqualTo("127.0.0.1");
    assertThat(here.getCanonicalHostName()).isEqualTo("127.0.0.1");
  }

  @Test
  void names_are_looked_up_as_ever() throws Exception {
    assertThat(InetAddress.getAllByName("localhost")).contains(InetAddress.ofLiteral("127.0.0.1"));
  }
}
