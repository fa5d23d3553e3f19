package dev.tokenresponder.aws.faults;

import dev.tokenresponder.action.ActionException;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.iam.model.IamException;

/** The faults that happen by themselves. */
enum Faults implements Fault {
  KILL_BEFORE {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      throw new Killed(step);
    }
  },
  KILL_AFTER {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      call.get();
      throw new Killed(step);
    }
  },
  /** IAM, "Common errors": {@code Throttling}, 400. */
  THROTTLE {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      throw answer(400, "Throttling");
    }
  },
  /** IAM, "Common errors": {@code ServiceFailure}, 500. */
  ERROR_500 {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      throw answer(500, "ServiceFailure");
    }
  },
  TIMEOUT_AFTER_SUCCESS {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      call.get();
      throw ApiCallTimeoutException.create(1_000);
    }
  },
  /** As the stores and the bus tell of it. */
  OUT_OF_REACH {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      throw ActionException.retryable(step + ": out of reach", null);
    }
  },
  ANSWER_LOST {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      call.get();
      throw ActionException.retryable(step + ": no answer", null);
    }
  };

  /** As it stands in the line of a fault. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static RuntimeException answer(int status, String code) {
    return IamException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }
}
