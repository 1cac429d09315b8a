package dev.posthouse.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataListener;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// What an [Inlet] brings, as the engine reads it, within limits that the engine has no other place
/// for: it reads a chunk whole before it hands it out, and a chunk's size line to its end.
///
/// The engine's reader keeps what was read in a list, each piece with a link to the next. Once a
/// collection has found a piece old, because its connection was idle, the link makes old what comes
/// after it, read or not, and so on for as long as the connection lasts. So a reader that has
/// nothing left is replaced by a new one.
@SuppressWarnings("removal") // the engine means to hide its reader, but has no other place
final class BoundReader extends DataReader {
  private static final int LONGEST_SIZE_LINE = 256;

  private final Inlet inlet;
  private DataReader latest;
  private @Nullable Listening<?> listening;

  private record Listening<T>(DataListener<T> listener, T context) {
    void to(DataReader reader) {
      reader.listener(listener, context);
    }
  }

  BoundReader(Inlet inlet) {
    super(inlet);
    this.inlet = inlet;
    latest = new DataReader(inlet);
  }

  private DataReader reader() {
    if (latest.available() == 0) {
      latest = new DataReader(inlet);
      if (listening != null) {
        listening.to(latest);
      }
    }
    return latest;
  }

  @Override
  public byte[] readBytes(int length) {
    byte[] bytes = reader().readBytes(length);
    if (inlet.readsPrologue()) {
      Head.checkMethod(bytes);
    }
    return bytes;
  }

  @Override
  public BufferData readBuffer(int length) {
    if (length > Body.LIMIT) {
      throw new Body.TooLarge();
    }
    return reader().readBuffer(length);
  }

  @Override
  public String readLine() {
    if (findNewLine(LONGEST_SIZE_LINE) == LONGEST_SIZE_LINE) {
      throw new IncorrectNewLineException("a chunk's size line is too long");
    }
    String line = reader().readLine();
    if (line.startsWith("+")) {
      throw new IncorrectNewLineException("a chunk's size has no sign");
    }
    return line;
  }

  @Override
  public <T> void listener(DataListener<T> listener, T context) {
    listening = new Listening<>(listener, context);
    listening.to(latest);
  }

  @Override
  public int available() {
    return latest.available();
  }

  @Override
  public void pullData() {
    reader().pullData();
  }

  @Override
  public void skip(int length) {
    reader().skip(length);
  }

  @Override
  public void ensureAvailable() {
    reader().ensureAvailable();
  }

  @Override
  public byte read() {
    return reader().read();
  }

  @Override
  public byte lookup() {
    return reader().lookup();
  }

  @Override
  public boolean startsWithNewLine() {
    return reader().startsWithNewLine();
  }

  @Override
  public boolean startsWith(byte[] prefix) {
    return reader().startsWith(prefix);
  }

  @Override
  public BufferData readBuffer() {
    return reader().readBuffer();
  }

  @Override
  public BufferData getBuffer(int length) {
    return reader().getBuffer(length);
  }

  @Override
  public LazyString readLazyString(Charset charset, int length) {
    return reader().readLazyString(charset, length);
  }

  @Override
  public String readAsciiString(int length) {
    return reader().readAsciiString(length);
  }

  @Override
  public int findOrNewLine(byte wanted, int limit) {
    return reader().findOrNewLine(wanted, limit);
  }

  @Override
  public int findNewLine(int limit) {
    return reader().findNewLine(limit);
  }

  @Override
  public String debugDataHex() {
    return latest.debugDataHex();
  }
}
