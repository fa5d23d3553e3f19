package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told, in words. */
public final class RecordedMetrics implements Metrics {
  public final List<String> told = new ArrayList<>();

  @Override
  public void judged(String source, Duration age) {
    told.add("judged " + source + " after " + age);
  }

  @Override
  public void opened() {
    told.add("opened");
  }

  @Override
  public void ended(Status status) {
    told.add("ended " + status.label());
  }

  @Override
  public void contained(Duration time) {
    told.add("contained after " + time);
  }
}
