package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import dev.tokenresponder.gcp.iam.PolicyDocument.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Members that were taken out of roles, as the undo of an action keeps them. */
final class Places {

  private Places() {}

  static Undo undo(String of, List<Place> places) {
    Map<String, String> data = new TreeMap<>();
    data.put("policy_of", of);
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      Condition condition = place.condition();
      data.put("role." + i, place.role());
      data.put("member." + i, place.member());
      if (condition != null) {
        data.put("condition." + i, condition.expression());
        put(data, "title." + i, condition.title());
        put(data, "description." + i, condition.description());
        put(data, "location." + i, condition.location());
      }
    }
    String commands =
        places.stream()
            .map(place -> GrantCommands.add(of, place))
            .collect(Collectors.joining(" && "));
    return new Undo(commands, data);
  }

  private static void put(Map<String, String> data, String key, @Nullable String value) {
    if (value != null) {
      data.put(key, value);
    }
  }

  static String of(Undo undo) {
    return required(undo, "policy_of");
  }

  static List<Place> places(Undo undo) {
    Map<String, String> data = undo.data();
    List<Place> places = new ArrayList<>();
    for (int i = 0; data.containsKey("role." + i); i++) {
      String expression = data.get("condition." + i);
      Condition condition =
          expression == null
              ? null
              : new Condition(
                  data.get("title." + i),
                  data.get("description." + i),
                  expression,
                  data.get("location." + i));
      places.add(new Place(required(undo, "role." + i), required(undo, "member." + i), condition));
    }
    return places;
  }

  private static String required(Undo undo, String key) {
    String value = undo.data().get(key);
    if (value == null) {
      throw ActionException.permanent("it is not known what was taken away");
    }
    return value;
  }
}
