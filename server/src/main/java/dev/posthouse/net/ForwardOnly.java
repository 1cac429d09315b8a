package dev.posthouse.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Looks up the addresses of names, as the JDK does, and never the name of an address. The HTTP
/// engine asks for the name of each client that connects over TLS: the client's own name server
/// would be asked, and could hold a connection, and the thread that carries it, for as long as it
/// likes.
public final class ForwardOnly extends InetAddressResolverProvider {
  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Forward(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "forward-only";
  }

  private record Forward(InetAddressResolver usual) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      return usual.lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException("names of addresses are not looked up");
    }
  }
}
