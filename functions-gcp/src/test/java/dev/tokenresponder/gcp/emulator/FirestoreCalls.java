package dev.tokenresponder.gcp.emulator;

import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.Precondition.ConditionTypeCase;
import com.google.firestore.v1.Write;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Stands before a Firestore emulator, which asks nobody for permissions, passes every call on, and
 * notes what Firestore would ask for (Firestore, "Security for server client libraries", "Required
 * permissions for API methods", {@code https://cloud.google.com/firestore/docs/security/iam}).
 */
public final class FirestoreCalls implements AutoCloseable {
  private static final String ENTITIES = "datastore.entities.";
  private static final String SERVICE = "google.firestore.v1.Firestore/";

  private final Set<String> permissions = new ConcurrentSkipListSet<>();
  private final ManagedChannel emulator;
  private final Server server;

  /**
   * Starts it on a free port of this machine.
   *
   * @param address host and port of the emulator
   */
  public FirestoreCalls(String address) {
    emulator = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .fallbackHandlerRegistry(new Anything())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port to set instead of the emulator's. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** What all calls so far needed. */
  public Set<String> permissions() {
    return Set.copyOf(permissions);
  }

  @Override
  public void close() {
    server.shutdownNow();
    emulator.shutdownNow();
  }

  private void note(String method, byte[] request) {
    switch (method) {
      case SERVICE + "BatchGetDocuments" -> permissions.add(ENTITIES + "get");
      case SERVICE + "RunQuery" -> permissions.addAll(Set.of(ENTITIES + "get", ENTITIES + "list"));
      case SERVICE + "Commit" -> commit(request);
      default -> permissions.add("whatever " + method + " needs");
    }
  }

  private void commit(byte[] request) {
    try {
      CommitRequest commit = CommitRequest.parseFrom(request);
      if (commit.getWritesCount() == 0 || !commit.getTransaction().isEmpty()) {
        permissions.add("datastore.databases.get");
      }
      commit.getWritesList().forEach(this::write);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The page does not tell of times of update; where one is asked for, the document is there. */
  private void write(Write write) {
    ConditionTypeCase condition = write.getCurrentDocument().getConditionTypeCase();
    if (write.hasDelete()) {
      permissions.add(ENTITIES + "delete");
    } else if (condition == ConditionTypeCase.UPDATE_TIME) {
      permissions.add(ENTITIES + "update");
    } else if (condition == ConditionTypeCase.EXISTS) {
      boolean there = write.getCurrentDocument().getExists();
      permissions.add(ENTITIES + (there ? "update" : "create"));
    } else {
      permissions.addAll(Set.of(ENTITIES + "create", ENTITIES + "update"));
    }
  }

  /** Every method there may be. */
  private final class Anything extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setFullMethodName(name)
              .setType(MethodType.UNKNOWN)
              .build();
      return ServerMethodDefinition.create(
          method, (incoming, headers) -> pass(method, incoming, headers));
    }
  }

  private ServerCall.Listener<byte[]> pass(
      MethodDescriptor<byte[], byte[]> method,
      ServerCall<byte[], byte[]> incoming,
      Metadata headers) {
    ClientCall<byte[], byte[]> outgoing = emulator.newCall(method, CallOptions.DEFAULT);
    outgoing.start(new Back(incoming), headers);
    outgoing.request(Integer.MAX_VALUE);
    incoming.request(Integer.MAX_VALUE);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(byte[] request) {
        note(method.getFullMethodName(), request);
        outgoing.sendMessage(request);
      }

      @Override
      public void onHalfClose() {
        outgoing.halfClose();
      }

      @Override
      public void onCancel() {
        outgoing.cancel("the caller has cancelled", null);
      }
    };
  }

  /** Brings answers back. */
  private static final class Back extends ClientCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> incoming;

    Back(ServerCall<byte[], byte[]> incoming) {
      this.incoming = incoming;
    }

    @Override
    public void onHeaders(Metadata headers) {
      incoming.sendHeaders(headers);
    }

    @Override
    public void onMessage(byte[] answer) {
      incoming.sendMessage(answer);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      incoming.close(status, trailers);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
