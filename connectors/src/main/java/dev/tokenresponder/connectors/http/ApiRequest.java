package dev.tokenresponder.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request to an interface.
 *
 * @param what what it does, for messages: {@code "clear the sessions of 00u1"}
 * @param path with a leading slash, parts encoded; query included
 * @param body null for none
 * @param type the media type of the body
 * @param accepted statuses beside 2xx that are an answer and no error
 * @param anyText whether an answer that is not JSON is one all the same, without a body
 */
public record ApiRequest(
    String what,
    String method,
    String path,
    @Nullable String body,
    String type,
    Map<String, String> headers,
    Set<Integer> accepted,
    boolean anyText) {

  private static final String JSON = "application/json";

  public ApiRequest {
    headers = Map.copyOf(headers);
    accepted = Set.copyOf(accepted);
  }

  /** A request whose answer is JSON. */
  public ApiRequest(
      String what,
      String method,
      String path,
      @Nullable String body,
      String type,
      Map<String, String> headers,
      Set<Integer> accepted) {
    this(what, method, path, body, type, headers, accepted, false);
  }

  /** Reads. */
  public static ApiRequest get(String what, String path) {
    return new ApiRequest(what, "GET", path, null, JSON, Map.of(), Set.of());
  }

  /** Deletes. */
  public static ApiRequest delete(String what, String path) {
    return new ApiRequest(what, "DELETE", path, null, JSON, Map.of(), Set.of());
  }

  /**
   * Sends JSON.
   *
   * @param method {@code POST}, {@code PUT}, {@code PATCH}, or {@code DELETE} with a body
   */
  public static ApiRequest send(String what, String method, String path, JsonNode body) {
    return new ApiRequest(what, method, path, body.toString(), JSON, Map.of(), Set.of());
  }

  /** Sends without a body. */
  public static ApiRequest send(String what, String method, String path) {
    return new ApiRequest(what, method, path, "", JSON, Map.of(), Set.of());
  }

  /** Sends a form. */
  public static ApiRequest form(String what, String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return new ApiRequest(
        what, "POST", path, body, "application/x-www-form-urlencoded", Map.of(), Set.of());
  }

  /** The same, with statuses that are no errors. */
  public ApiRequest accepting(int... statuses) {
    Set<Integer> all = new TreeSet<>(accepted);
    Arrays.stream(statuses).forEach(all::add);
    return new ApiRequest(what, method, path, body, type, headers, all, anyText);
  }

  /** The same, with a header more. */
  public ApiRequest with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new ApiRequest(what, method, path, body, type, all, accepted, anyText);
  }

  /** The same, whose status alone is the answer when its body is not JSON. */
  public ApiRequest answeredByAnyText() {
    return new ApiRequest(what, method, path, body, type, headers, accepted, true);
  }

  /** A part of a path or query, whatever it holds. */
  public static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Without the body, which may hold a secret. */
  @Override
  public String toString() {
    return method + " " + what;
  }
}
