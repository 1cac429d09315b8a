package dev.posthouse.web;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.ContentEncodingContext;
import java.util.Set;

/// Lets compressed bodies in as they came: what is signed are perhaps the compressed bytes, and how
/// far they may be unpacked is for their readers to say.
final class PackedBodies implements ContentEncoding {
  static ContentEncodingContext context() {
    return ContentEncodingContext.builder()
        .contentEncodingsDiscoverServices(false)
        .addContentEncoding(new PackedBodies())
        .build();
  }

  @Override
  public Set<String> ids() {
    return Set.of("gzip", "x-gzip", "deflate");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "packed";
  }

  @Override
  public String type() {
    return "packed";
  }
}
