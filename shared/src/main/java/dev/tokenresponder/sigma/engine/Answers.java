package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.EventView.Kind;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.engine.Demands.Demand;
import java.util.Arrays;
import java.util.List;

/** Which demands the record at hand meets, each found out once, and the rules that may match it. */
final class Answers {
  private final Slots slots;
  private final Demand[] demands;
  private final int[] fields;
  private final int[][] rulesOf;

  private final int[] answeredIn;
  private final boolean[] met;
  private final int[] checkedValue;

  private final int[] chosenIn;
  private final int[] candidates;
  private int candidateCount;
  private int record;
  private int value;
  private int valueSerial;

  /**
   * @param rulesOf for each demand, the rules that have to be checked once it is met
   */
  Answers(Slots slots, List<Demand> demands, int[][] rulesOf, int rules) {
    this.slots = slots;
    this.demands = demands.toArray(new Demand[0]);
    this.fields = demands.stream().mapToInt(d -> slots.number(d.field())).toArray();
    this.rulesOf = rulesOf;
    this.answeredIn = new int[demands.size()];
    this.met = new boolean[demands.size()];
    this.checkedValue = new int[demands.size()];
    this.chosenIn = new int[rules];
    this.candidates = new int[rules];
  }

  /** Forgets the last record. */
  void clear() {
    candidateCount = 0;
    if (++record == Integer.MAX_VALUE) {
      record = 1;
      Arrays.fill(answeredIn, 0);
      Arrays.fill(chosenIn, 0);
    }
  }

  Slots slots() {
    return slots;
  }

  /** Whether the record meets a demand. */
  boolean isMet(int demand) {
    if (answeredIn[demand] != record) {
      answeredIn[demand] = record;
      met[demand] = meets(demand);
    }
    return met[demand];
  }

  private boolean meets(int demand) {
    int field = fields[demand];
    ValueTest test = demands[demand].test();
    return field >= 0 && test instanceof ValueTest.OnValue onValue
        ? slots.anyValue(field, onValue)
        : demands[demand].isMetBy(slots);
  }

  /** Notes that the record meets a demand, and chooses the rules that were waiting for that. */
  void meet(int demand) {
    if (answeredIn[demand] != record || !met[demand]) {
      answeredIn[demand] = record;
      met[demand] = true;
      choose(rulesOf[demand]);
    }
  }

  /** Chooses the rules that wait for the demand, if the record meets it. */
  void meetIfMet(int demand) {
    if (isMet(demand)) {
      choose(rulesOf[demand]);
    }
  }

  /** Turns to a value of the record. */
  void turnTo(int number) {
    value = number;
    valueSerial++;
    if (valueSerial == Integer.MAX_VALUE) {
      valueSerial = 1;
      Arrays.fill(checkedValue, 0);
    }
  }

  /** As {@link #meet}, if the value turned to does meet the demand; looks once for each value. */
  void meetIfValueDoes(int demand) {
    boolean known = answeredIn[demand] == record && met[demand];
    if (!known && checkedValue[demand] != valueSerial) {
      checkedValue[demand] = valueSerial;
      Kind kind = slots.kind(value);
      if (((ValueTest.OnValue) demands[demand].test()).accepts(slots.text(value), kind)) {
        meet(demand);
      }
    }
  }

  /** Chooses rules to be checked, each once. */
  void choose(int[] rules) {
    for (int rule : rules) {
      if (chosenIn[rule] != record) {
        chosenIn[rule] = record;
        candidates[candidateCount++] = rule;
      }
    }
  }

  /** Leaves the rules whose check holds, in their order. */
  void keepThatHold(Check[] checks) {
    int kept = 0;
    for (int i = 0; i < candidateCount; i++) {
      if (checks[candidates[i]].holds(this)) {
        candidates[kept++] = candidates[i];
      }
    }
    candidateCount = kept;
    Arrays.sort(candidates, 0, kept);
  }

  int candidateCount() {
    return candidateCount;
  }

  int candidate(int index) {
    return candidates[index];
  }
}
