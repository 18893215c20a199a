package dev.gatehouse.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads the answers of the query protocol. */
final class Xml {
    private Xml() {}

    static Element parse(byte[] answer) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(answer))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException problem) {
            throw new CommandException("the node's answer is not XML; is it a Gatehouse node?");
        }
    }

    /** The first element of a name at any depth; null when there is none. */
    static @Nullable Element first(@Nullable Element root, String name) {
        return root != null && root.getElementsByTagName(name).item(0) instanceof Element found
                ? found
                : null;
    }

    /** The direct children of a name. */
    static List<Element> all(@Nullable Element parent, String name) {
        List<Element> children = new ArrayList<>();
        if (parent == null) {
            return children;
        }
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    /** The text of the first element of a name; empty when there is none. */
    static String text(Element root, String name) {
        Element found = first(root, name);
        return found == null ? "" : found.getTextContent();
    }
}
