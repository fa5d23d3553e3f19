import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Quarkus numbers the keys under which one step of its start leaves a value for another as its
 * threads come by, so that no two builds are the same (quarkusio/quarkus, pull request 53025, mends
 * it in a later version). This numbers them anew, by the order of the classes that use them: each
 * key gets one other name, the same in all classes. Usage: StableKeys FUNCTION_ZIP
 */
class StableKeys {
  private static final String CLASSES = "io/quarkus/runner/";
  private static final Pattern KEY = Pattern.compile("proxykey[0-9]+");

  public static void main(String[] arguments) throws IOException {
    Path zip = Path.of(arguments[0]);
    Map<String, byte[]> entries = read(zip);
    Map<String, String> names = new LinkedHashMap<>();
    for (byte[] content : new TreeMap<>(generated(entries)).values()) {
      renamed(content, key -> names.computeIfAbsent(key, k -> "proxykey" + (names.size() + 1)));
    }
    for (Map.Entry<String, byte[]> entry : generated(entries).entrySet()) {
      entries.put(entry.getKey(), renamed(entry.getValue(), names::get));
    }
    write(zip, entries);
  }

  private static Map<String, byte[]> generated(Map<String, byte[]> entries) {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    entries.forEach(
        (name, content) -> {
          if (name.startsWith(CLASSES) && name.endsWith(".class")) {
            classes.put(name, content);
          }
        });
    return classes;
  }

  /** The class with other keys (Java Virtual Machine Specification 17, section 4.4). */
  private static byte[] renamed(byte[] content, UnaryOperator<String> name) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(in.readLong());
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      switch (tag) {
        case 1 -> out.writeUTF(text(in.readUTF(), name));
        case 7, 8, 16, 19, 20 -> out.write(in.readNBytes(2));
        case 15 -> out.write(in.readNBytes(3));
        case 3, 4, 9, 10, 11, 12, 17, 18 -> out.write(in.readNBytes(4));
        case 5, 6 -> {
          out.write(in.readNBytes(8));
          i++;
        }
        default -> throw new IOException("a constant of the unknown kind " + tag);
      }
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  private static String text(String constant, UnaryOperator<String> name) throws IOException {
    if (KEY.matcher(constant).matches()) {
      return name.apply(constant);
    }
    if (KEY.matcher(constant).find()) {
      throw new IOException("a key within '" + constant + "'");
    }
    return constant;
  }

  private static Map<String, byte[]> read(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static void write(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }
}
