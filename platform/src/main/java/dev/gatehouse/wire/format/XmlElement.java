package dev.gatehouse.wire.format;

import dev.gatehouse.kernel.Nesting;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML document, with names as written but without namespace prefixes. Document
 * type declarations, and with them entities, are rejected.
 */
public record XmlElement(
        String name, Map<String, String> attributes, List<XmlElement> children, String text) {
    /** A CompleteMultipartUpload of 10,000 parts with all that can be told of each has 80,000. */
    private static final int MOST_ELEMENTS = 100_000;

    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Reads a document. */
    public static XmlElement read(byte[] xml) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text(xml)));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw new MalformedException("A document type declaration is not allowed");
                }
            }
            XmlElement root = new Reading(reader).element(1);
            while (reader.hasNext()) {
                reader.next();
            }
            return root;
        } catch (XMLStreamException unreadable) {
            throw new MalformedException("The XML you provided was not well-formed");
        }
    }

    /** The JDK's parser would print what it dislikes about an encoding; AWS takes only this one. */
    private static String text(byte[] xml) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
        } catch (CharacterCodingException broken) {
            throw new MalformedException("The XML you provided was not well-formed");
        }
    }

    /** One document, counted as it is read: each element takes a hundred times its own bytes. */
    private static final class Reading {
        private final XMLStreamReader reader;
        private int elements;

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        XmlElement element(int depth) throws XMLStreamException {
            if (depth > Nesting.DEEPEST) {
                throw new MalformedException("The XML is nested too deeply");
            }
            if (++elements > MOST_ELEMENTS) {
                throw new MalformedException(
                        "The XML has more than " + MOST_ELEMENTS + " elements");
            }
            String name = reader.getLocalName();
            Map<String, String> attributes = attributes();
            List<XmlElement> children = new ArrayList<>(0);
            StringBuilder text = new StringBuilder(0);
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                            text.append(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        return new XmlElement(name, attributes, children, text.toString());
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                            throw new MalformedException("Entities are not allowed");
                    default -> {}
                }
            }
        }

        private Map<String, String> attributes() {
            int count = reader.getAttributeCount();
            if (count == 0) {
                return Map.of();
            }
            Map<String, String> attributes = HashMap.newHashMap(count);
            for (int i = 0; i < count; i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
            return attributes;
        }
    }

    /** The first child with a name; null when there is none. */
    public @Nullable XmlElement child(String childName) {
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }

    /** All children with a name. */
    public List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }
}
