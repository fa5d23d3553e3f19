package dev.tokenresponder.cli.output;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Test results in the XML that JUnit's Ant task introduced and CI systems read. */
public final class JUnitReport {
  private JUnitReport() {}

  /**
   * One test.
   *
   * @param suite the rule's title
   * @param failure null when it passed
   */
  public record Result(String suite, String test, @Nullable String failure) {}

  /** The report of one run. */
  public static String of(List<Result> results) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "rules");
      xml.writeAttribute("tests", Integer.toString(results.size()));
      long failures = results.stream().filter(result -> result.failure() != null).count();
      xml.writeAttribute("failures", Long.toString(failures));
      for (Result result : results) {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", clean(result.suite()));
        xml.writeAttribute("name", clean(result.test()));
        if (result.failure() != null) {
          xml.writeStartElement("failure");
          xml.writeAttribute("message", result.failure());
          xml.writeEndElement();
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /** Without the characters that XML 1.0 has no way to write. */
  private static String clean(String text) {
    return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }
}
