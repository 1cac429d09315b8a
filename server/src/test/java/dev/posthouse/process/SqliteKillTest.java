package dev.posthouse.process;

class SqliteKillTest extends KillContract {
  @Override
  Launch launch() {
    return Launch.on(folder);
  }
}
