package dev.tokenresponder.gcp.workspace;

import com.google.api.services.directory.model.Token;
import com.google.api.services.directory.model.User;
import com.google.api.services.directory.model.Users;
import dev.tokenresponder.gcp.GoogleErrors;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Directory API (Admin SDK REST reference, {@code tokens}, {@code users.signOut}, {@code
 * users.list}). Needs a credential delegated to an administrator, with the scope {@code
 * admin.directory.user.security}, and {@code admin.directory.user.readonly} for the list of people.
 */
public final class SdkDirectory implements Directory {
  private static final String CUSTOMER = "my_customer";
  private static final int PAGE = 500;

  private final com.google.api.services.directory.Directory security;
  private final com.google.api.services.directory.Directory reading;

  /**
   * @param security with the scope for tokens and sessions
   * @param reading with the scope for the list of people
   */
  public SdkDirectory(
      com.google.api.services.directory.Directory security,
      com.google.api.services.directory.Directory reading) {
    this.security = security;
    this.reading = reading;
  }

  @Override
  public Optional<List<String>> grants(String person) {
    try {
      List<Token> tokens = security.tokens().list(person).execute().getItems();
      return Optional.of(
          Objects.requireNonNullElse(tokens, List.<Token>of()).stream()
              .map(Token::getClientId)
              .toList());
    } catch (IOException e) {
      if (GoogleErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw GoogleErrors.of("list the applications that " + person + " let in", e);
    }
  }

  @Override
  public boolean hasGrant(String person, String client) {
    try {
      security.tokens().get(person, client).execute();
      return true;
    } catch (IOException e) {
      if (GoogleErrors.isNotFound(e)) {
        return false;
      }
      throw GoogleErrors.of("look at what " + person + " gave to " + client, e);
    }
  }

  @Override
  public void deleteGrant(String person, String client) {
    try {
      security.tokens().delete(person, client).execute();
    } catch (IOException e) {
      if (!GoogleErrors.isNotFound(e)) {
        throw GoogleErrors.of("delete what " + person + " gave to " + client, e);
      }
    }
  }

  @Override
  public void signOut(String person) {
    try {
      security.users().signOut(person).execute();
    } catch (IOException e) {
      throw GoogleErrors.of("sign " + person + " out", e);
    }
  }

  @Override
  public Page people(@Nullable String page) {
    try {
      Users users =
          reading
              .users()
              .list()
              .setCustomer(CUSTOMER)
              .setMaxResults(PAGE)
              .setOrderBy("email")
              .setPageToken(page)
              .setFields("nextPageToken,users(primaryEmail)")
              .execute();
      return new Page(
          Objects.requireNonNullElse(users.getUsers(), List.<User>of()).stream()
              .map(User::getPrimaryEmail)
              .toList(),
          users.getNextPageToken());
    } catch (IOException e) {
      throw GoogleErrors.of("list the people of the company", e);
    }
  }
}
