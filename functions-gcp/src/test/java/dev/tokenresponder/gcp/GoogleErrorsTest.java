package dev.tokenresponder.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonError.ErrorInfo;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import dev.tokenresponder.action.ActionException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleErrorsTest {

  @ParameterizedTest(name = "{0} {1}: retryable {2}")
  @CsvSource({
    "400, badRequest, false",
    "401, authError, false",
    "403, forbidden, false",
    "403, insufficientPermissions, false",
    "403, rateLimitExceeded, true",
    "403, userRateLimitExceeded, true",
    "403, quotaExceeded, true",
    "404, notFound, false",
    "408, timeout, true",
    "409, conflict, true",
    "412, conditionNotMet, true",
    "429, rateLimitExceeded, true",
    "500, backendError, true",
    "503, backendError, true",
  })
  void what_may_pass_is_told_from_what_may_not(int status, String reason, boolean retryable) {
    ActionException e = GoogleErrors.of("do it", answer(status, reason, "x"));

    assertThat(e.isRetryable()).isEqualTo(retryable);
    assertThat(e.getMessage()).startsWith("could not do it").contains("HTTP " + status, reason);
  }

  @Test
  void no_answer_is_for_another_try() {
    for (IOException e : List.of(new SocketTimeoutException("read"), new IOException("cut"))) {
      assertThat(GoogleErrors.of("do it", e).isRetryable()).isTrue();
    }
  }

  @Test
  void an_answer_inside_another_fault_counts() {
    IOException wrapped = new IOException("no token", answer(403, "forbidden", "x"));

    assertThat(GoogleErrors.of("do it", wrapped).isRetryable()).isFalse();
  }

  @Test
  void what_an_answer_quotes_from_outside_is_not_told() {
    for (String hostile : new String[] {"user p\u0430yroll\n<b>", "ok"}) {
      ActionException e = GoogleErrors.of("do it", answer(400, hostile + "\n", hostile));

      assertThat(e.getMessage()).isEqualTo("could not do it: HTTP 400");
    }
  }

  @Test
  void a_delegation_that_is_refused_is_no_lack_of_a_permission() {
    IOException refused = new DelegationException("no token", new IOException("x"));

    assertThat(GoogleErrors.of("do it", new IOException(refused)))
        .returns(false, ActionException::isRetryable)
        .hasMessageContaining("check the domain-wide delegation");
  }

  private static IOException answer(int status, String reason, String message) {
    ErrorInfo info = new ErrorInfo();
    info.setReason(reason);
    GoogleJsonError error = new GoogleJsonError();
    error.setCode(status);
    error.setMessage(message);
    error.setErrors(List.of(info));
    return new GoogleJsonResponseException(
        new HttpResponseException.Builder(status, message, new HttpHeaders()), error);
  }
}
