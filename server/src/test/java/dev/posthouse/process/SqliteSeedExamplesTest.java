package dev.posthouse.process;

class SqliteSeedExamplesTest extends SeedExamplesContract {
  @Override
  Launch on(Launch launch) {
    return launch;
  }
}
