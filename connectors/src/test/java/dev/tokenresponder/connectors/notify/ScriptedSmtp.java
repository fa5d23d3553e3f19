package dev.tokenresponder.connectors.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that answers as a test says, and notes what it was told. */
final class ScriptedSmtp implements AutoCloseable {
  /** Says nothing more. */
  static final String SILENCE = "silence";

  /** Hangs up. */
  static final String HANG_UP = "hang up";

  private final Map<String, String> replies;
  private final @Nullable SSLContext tls;
  private final ServerSocket server;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile boolean secure;

  /**
   * @param replies by the start of a command, or by {@code greeting}, or {@code .} for a message's
   *     end
   * @param tls when there, STARTTLS is offered
   */
  ScriptedSmtp(Map<String, String> replies, @Nullable SSLContext tls) throws IOException {
    this.replies = replies;
    this.tls = tls;
    this.server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(this::serve, "scripted-smtp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** Every line that came, of commands and messages. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether the last session switched to TLS. */
  boolean secure() {
    return secure;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        talk(socket, reply("greeting", "220 mail.example.com"));
      } catch (IOException e) {
        // the client or the test hung up
      }
    }
  }

  private void talk(Socket socket, @Nullable String greeting) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    OutputStream out = socket.getOutputStream();
    boolean open = greeting == null || say(out, greeting);
    boolean data = false;
    for (String line = in.readLine(); open && line != null; line = in.readLine()) {
      lines.add(line);
      if (data && !line.equals(".")) {
        continue;
      }
      String reply = reply(line, usual(line));
      open = say(out, reply);
      data = reply.startsWith("354");
      if (line.equals("STARTTLS") && reply.startsWith("220") && tls != null) {
        SSLSocket safe =
            (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        safe.setUseClientMode(false);
        safe.startHandshake();
        secure = true;
        talk(safe, null);
        return;
      }
    }
  }

  private boolean say(OutputStream out, String reply) throws IOException {
    if (reply.equals(HANG_UP)) {
      return false;
    }
    if (!reply.equals(SILENCE)) {
      out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    return true;
  }

  private String reply(String line, String usual) {
    return replies.entrySet().stream()
        .filter(entry -> line.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(usual);
  }

  private String usual(String line) {
    if (line.startsWith("EHLO")) {
      return "250-mail.example.com\r\n"
          + (tls != null && !secure ? "250-STARTTLS\r\n" : "")
          + "250 AUTH PLAIN";
    }
    if (line.startsWith("AUTH")) {
      return "235 welcome";
    }
    if (line.equals("STARTTLS")) {
      return "220 go ahead";
    }
    return line.equals("DATA") ? "354 go ahead" : "250 fine";
  }
}
