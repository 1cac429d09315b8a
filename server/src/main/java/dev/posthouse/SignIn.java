package dev.posthouse;

import dev.posthouse.access.Access;
import dev.posthouse.access.Authentication;
import dev.posthouse.access.Shown;
import dev.posthouse.access.SignInFailures;
import dev.posthouse.oauth.People;
import dev.posthouse.web.Doorkeeper;
import java.util.Optional;

/// Who may come in: whoever shows a key of ours, or, where an issuer is set, one of its tokens.
///
/// @param people empty: keys alone are known
record SignIn(Access access, Optional<People> people, SignInFailures failures)
    implements Doorkeeper {
  @Override
  public Authentication authenticate(Shown shown) throws InterruptedException {
    Authentication said =
        people.isPresent() && People.isToken(shown.bearer())
            ? people.get().authenticate(shown)
            : access.authenticate(shown);
    failures.note(said, shown);
    return said;
  }
}
