package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one function needs in its cloud; the lists are sorted.
 *
 * @param actions the actions of the catalogue that it performs
 * @param own what it calls whatever it is asked for
 * @param act what its actions call, in each account that they are to be done in
 * @param undo what taking them back calls beyond that
 */
public record Needed(List<String> actions, List<String> own, List<String> act, List<String> undo) {

  /**
   * What all functions of a cloud need, by name.
   *
   * @param cloud how actions name it in their permissions
   * @param cluster what finding a managed Kubernetes cluster calls
   * @param own by function, every function there is
   * @param undo by function
   */
  public static Map<String, Needed> byFunction(
      String cloud, String cluster, Map<String, List<String>> own, Map<String, List<String>> undo) {
    Map<String, Needed> all = new TreeMap<>();
    own.forEach(
        (function, calls) -> {
          List<ActionSpec> actions =
              Catalogue.all().stream().filter(spec -> spec.function().equals(function)).toList();
          all.put(
              function,
              new Needed(
                  sorted(actions.stream().map(ActionSpec::name)),
                  sorted(calls.stream()),
                  sorted(actions.stream().flatMap(spec -> calls(spec, cloud, cluster))),
                  sorted(undo.getOrDefault(function, List.of()).stream())));
        });
    return all;
  }

  private static Stream<String> calls(ActionSpec spec, String cloud, String cluster) {
    return Stream.concat(
        spec.permissions().getOrDefault(cloud, List.of()).stream(),
        spec.permissions().containsKey("kubernetes") ? Stream.of(cluster) : Stream.empty());
  }

  private static List<String> sorted(Stream<String> names) {
    return List.copyOf(new TreeSet<>(names.toList()));
  }
}
