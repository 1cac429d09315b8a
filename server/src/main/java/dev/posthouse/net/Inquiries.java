package dev.posthouse.net;

import java.io.IOException;

/// Small questions of our own to other servers: for keys, for tokens.
public interface Inquiries {
  /// Blocks until the whole answer is there, for at most the inquiry's timeout.
  ///
  /// @throws IOException in words for the user if there is no answer, or it is too long
  Reply ask(Inquiry inquiry) throws IOException;
}
