package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request and its response, in memory. */
record Http(String method, String body, Map<String, List<String>> headers, Answer answer) {

  static Http post(String body, String authorization) {
    return new Http(
        "POST",
        body,
        authorization == null ? Map.of() : Map.of("Authorization", List.of(authorization)),
        new Answer());
  }

  HttpRequest request() {
    return new HttpRequest() {
      @Override
      public String getMethod() {
        return method;
      }

      @Override
      public String getUri() {
        return "http://127.0.0.1/";
      }

      @Override
      public String getPath() {
        return "/";
      }

      @Override
      public Optional<String> getQuery() {
        return Optional.empty();
      }

      @Override
      public Map<String, List<String>> getQueryParameters() {
        return Map.of();
      }

      @Override
      public Map<String, HttpPart> getParts() {
        return Map.of();
      }

      @Override
      public Optional<String> getContentType() {
        return Optional.of("application/json");
      }

      @Override
      public long getContentLength() {
        return body.length();
      }

      @Override
      public Optional<String> getCharacterEncoding() {
        return Optional.of("UTF-8");
      }

      @Override
      public InputStream getInputStream() {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
      }

      @Override
      public Map<String, List<String>> getHeaders() {
        return headers;
      }
    };
  }

  /** What was answered. */
  static final class Answer implements HttpResponse {
    private int status = 200;

    int status() {
      return status;
    }

    @Override
    public void setStatusCode(int code) {
      status = code;
    }

    @Override
    public void setStatusCode(int code, String message) {
      status = code;
    }

    @Override
    public void setContentType(String contentType) {}

    @Override
    public Optional<String> getContentType() {
      return Optional.empty();
    }

    @Override
    public void appendHeader(String header, String value) {}

    @Override
    public Map<String, List<String>> getHeaders() {
      return Map.of();
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public BufferedWriter getWriter() {
      return new BufferedWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
    }
  }
}
