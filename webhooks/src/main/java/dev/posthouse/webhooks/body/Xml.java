package dev.posthouse.webhooks.body;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// An XML element with its names cut to their local part. Documents with a document type, and with
/// it entities of their own, are refused.
///
/// @param attributes by local name
/// @param text the characters that stand in the element itself, without spaces around
public record Xml(String name, Map<String, String> attributes, String text, List<Xml> children) {
  private static final int MOST_LEVELS = 100;

  public Xml {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }

  /// Makes readers that look at nothing outside the document.
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// Reads a whole document.
  ///
  /// @throws Malformed if it is not XML, has a document type, or is nested too deeply
  public static Xml read(byte[] document) throws Malformed {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(document));
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        if (reader.getEventType() == XMLStreamConstants.DTD) {
          throw new Malformed("The XML has a document type");
        }
      }
      Xml root = element(reader, 1);
      while (reader.hasNext()) {
        reader.next();
      }
      return root;
    } catch (XMLStreamException | RuntimeException notXml) {
      // The JDK's reader meets some broken documents with unchecked exceptions.
      throw new Malformed("The body is not XML");
    }
  }

  private static Xml element(XMLStreamReader reader, int level)
      throws XMLStreamException, Malformed {
    if (level > MOST_LEVELS) {
      throw new Malformed("The XML is nested deeper than " + MOST_LEVELS + " levels");
    }
    String name = reader.getLocalName();
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    StringBuilder text = new StringBuilder();
    List<Xml> children = new ArrayList<>();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, level + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new Malformed("The XML uses an entity of its own");
        default -> {}
      }
    }
    return new Xml(name, attributes, text.toString().strip(), children);
  }

  /// This element or the first below it, in the order of the document, of this local name.
  public Optional<Xml> first(String localName) {
    if (name.equals(localName)) {
      return Optional.of(this);
    }
    return children.stream().flatMap(child -> child.first(localName).stream()).findFirst();
  }

  /// The children of this local name.
  public List<Xml> all(String localName) {
    return children.stream().filter(child -> child.name.equals(localName)).toList();
  }
}
