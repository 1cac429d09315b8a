package dev.posthouse.store;

import org.jdbi.v3.core.Handle;

/// Encrypts the values of remembered states, for they outlive the events that they came from.
public interface StateSeal {
  /// Keeps no values.
  StateSeal NONE =
      new StateSeal() {
        @Override
        public byte[] seal(Handle db, long row, String values) {
          return Fingerprint.NOTHING;
        }

        @Override
        public String open(long row, byte[] sealed) {
          return "";
        }
      };

  /// @param row what the values are bound to
  byte[] seal(Handle db, long row, String values);

  /// Empty if they cannot be read any more.
  String open(long row, byte[] sealed);
}
