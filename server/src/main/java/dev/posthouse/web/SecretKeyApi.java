package dev.posthouse.web;

import dev.posthouse.access.KeyRotation;
import dev.posthouse.access.KeyRotation.Result;
import dev.posthouse.access.KeyRotation.Status;
import java.util.List;
import java.util.Locale;

/// `/v1/secret-key`: the keys that encrypt secrets at rest, by their ids; the keys themselves are
/// never shown. For the admin key.
final class SecretKeyApi {
  private static final String IN_THE_WAY = "Something else is in the way";

  private final KeyRotation rotation;

  SecretKeyApi(KeyRotation rotation) {
    this.rotation = rotation;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/secret-key", Need.ADMIN, this::read),
        new Route("POST", "/v1/secret-key/rotate", Need.ADMIN, this::rotate));
  }

  private Answer read(Call call) {
    call.query().done();
    return status(200);
  }

  private Answer rotate(Call call) throws InterruptedException {
    call.query().done();
    return switch (rotation.rotate(call.caller().actor())) {
      case Result.Started started -> status(202);
      case Result.FromEnvironment mine ->
          refused(
              "key_from_environment",
              "The key is the one of POSTHOUSE_SECRET_KEY. Put a new one before it,"
                  + " POSTHOUSE_SECRET_KEY=NEW,OLD (`openssl rand -base64 32` prints one), and start"
                  + " again: what OLD encrypted is then encrypted with NEW, and GET /v1/secret-key"
                  + " tells when OLD is no longer needed.");
      case Result.OtherNodes others ->
          refused(
              "other_nodes",
              "Other nodes work on this database and would not have the new key. Give all of them"
                  + " POSTHOUSE_SECRET_KEY=OLD,NEW first, and NEW,OLD when each has it. A node that"
                  + " ended counts for half a minute.");
      case Result.Full full ->
          refused(
              "key_ring_full",
              "Old keys are still in use; wait until GET /v1/secret-key says \"rotating\": false.");
    };
  }

  private static Answer refused(String code, String detail) {
    return Answer.problem(Problem.of(409, code, IN_THE_WAY, detail));
  }

  private Answer status(int code) {
    Status status = rotation.status();
    return Answer.json(
        code,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("source", status.source().name().toLowerCase(Locale.ROOT));
          json.writeBooleanProperty("rotating", status.rotating());
          json.writeArrayPropertyStart("keys");
          for (Status.Use use : status.keys()) {
            json.writeStartObject();
            json.writeStringProperty("id", use.id());
            json.writeBooleanProperty("current", use.current());
            json.writeNumberProperty("secrets", use.secrets());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
