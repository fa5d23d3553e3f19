package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.ValueTest;
import java.util.Set;

/** Which fields a detection reads. */
final class Fields {
  private Fields() {}

  static void collect(Detection detection, Set<String> fields) {
    if (detection instanceof Detection.Named named) {
      collect(named.part(), fields);
    } else if (detection instanceof Detection.Not not) {
      collect(not.part(), fields);
    } else if (detection instanceof Detection.AllOf all) {
      all.parts().forEach(part -> collect(part, fields));
    } else if (detection instanceof Detection.AnyOf any) {
      any.parts().forEach(part -> collect(part, fields));
    } else if (detection instanceof Detection.Field leaf) {
      fields.add(leaf.field().name());
      if (leaf.test() instanceof ValueTest.SameAs same) {
        fields.add(same.other().name());
      }
    }
  }
}
