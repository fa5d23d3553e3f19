package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.cloud.firestore.FirestoreException;
import dev.tokenresponder.action.ActionException;
import io.grpc.Status;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirestoreErrorsTest {

  @ParameterizedTest
  @EnumSource(
      names = {
        "UNAVAILABLE",
        "ABORTED",
        "DEADLINE_EXCEEDED",
        "RESOURCE_EXHAUSTED",
        "INTERNAL",
        "CANCELLED",
        "UNKNOWN"
      })
  void faults_of_the_other_side_may_be_tried_again(Status.Code code) {
    assertThat(of(firestore(code)).isRetryable()).isTrue();
    assertThat(of(api(code)).isRetryable()).isTrue();
    assertThat(of(firestore(code))).hasMessage("could not read incident inc-1 now: " + code);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INVALID_ARGUMENT",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "FAILED_PRECONDITION",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "DATA_LOSS",
        "UNAUTHENTICATED"
      })
  void what_would_fail_again_is_permanent(Status.Code code) {
    assertThat(of(firestore(code)).isRetryable()).isFalse();
    assertThat(of(api(code)).isRetryable()).isFalse();
    assertThat(of(firestore(code))).hasMessageContaining(code.name());
  }

  @Test
  void a_message_says_what_to_do() {
    assertThat(of(firestore(Status.Code.PERMISSION_DENIED)))
        .hasMessage(
            "could not read incident inc-1: the responder lacks the permission (PERMISSION_DENIED)");
    assertThat(of(firestore(Status.Code.NOT_FOUND))).hasMessageContaining("no such database");
    assertThat(of(firestore(Status.Code.UNAUTHENTICATED))).hasMessageContaining("credentials");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void a_message_does_not_repeat_what_the_server_says(Status.Code code) {
    assertThat(of(firestore(code)).getMessage()).doesNotContain("a secret");
    assertThat(of(api(code)).getMessage()).doesNotContain("a secret");
  }

  @Test
  void what_came_from_no_server_may_be_tried_again() {
    assertThat(of(new ExecutionException(new IllegalStateException("a secret"))).isRetryable())
        .isTrue();
    assertThat(of(new TimeoutException("a secret")).isRetryable()).isTrue();
    assertThat(of(new TimeoutException("a secret"))).hasMessageContaining("no answer in time");
  }

  @Test
  void an_interrupted_caller_stays_interrupted() {
    assertThat(of(new InterruptedException()).isRetryable()).isTrue();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void only_a_precondition_or_another_writer_is_a_conflict() {
    for (Status.Code code : Status.Code.values()) {
      boolean conflict =
          switch (code) {
            case FAILED_PRECONDITION, ALREADY_EXISTS, NOT_FOUND, ABORTED -> true;
            default -> false;
          };
      assertThat(FirestoreErrors.isConflict(firestore(code))).as(code.name()).isEqualTo(conflict);
    }
  }

  private static ActionException of(Exception e) {
    return FirestoreErrors.of("read incident inc-1", e);
  }

  private static ExecutionException firestore(Status.Code code) {
    return new ExecutionException(
        FirestoreException.forServerRejection(code.toStatus(), "a secret"));
  }

  private static ExecutionException api(Status.Code code) {
    ApiException e =
        ApiExceptionFactory.createException(
            "a secret", new IllegalStateException("a secret"), GrpcStatusCode.of(code), false);
    return new ExecutionException(e);
  }
}
