package dev.posthouse.cli;

/// Puts a document to the server, with the values of the environment that the server misses.
record DocumentPut(String text, Placeholders placeholders, Desk desk, Client client) {
  private static final String PATH = "/v1/config?";

  Answer ask(String query) throws InterruptedException {
    Answer answer;
    do {
      byte[] body = Client.utf8(placeholders.body(text));
      answer = client.exchange("PUT", PATH + query, Client.JSON, body);
    } while (!answer.isSuccess()
        && placeholders.supply(answer.json().path("missing"), desk.shell().variables()));
    return answer;
  }
}
