package io.tributary.gateway.pki;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// Where a server is reached: names of DNS, the leftmost label of which may be `*`, and addresses.
/// At least one of them.
public record ServerNames(List<String> dns, List<InetAddress> addresses) {
    /// Most names and addresses together.
    public static final int NAMES_MAX = 100;

    private static final int NAME_CHARACTERS_MAX = 253;
    private static final int LABEL_CHARACTERS_MAX = 63;

    public ServerNames {
        dns = List.copyOf(dns);
        addresses = List.copyOf(addresses);
        int count = dns.size() + addresses.size();
        if (count < 1 || count > NAMES_MAX) {
            throw new IllegalArgumentException(
                    "%d names and addresses of the server, must be 1 to %d"
                            .formatted(count, NAMES_MAX));
        }
        for (String name : dns) {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "name of the server " + Shown.text(name) + " is none of DNS");
            }
        }
    }

    /// Names and addresses from one list of texts; nothing is looked up.
    ///
    /// @throws IllegalArgumentException if one is neither
    public static ServerNames of(List<String> texts) {
        List<String> dns = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            if (text.indexOf(':') >= 0 || text.chars().allMatch(c -> c == '.' || isDigit(c))) {
                addresses.add(InetAddress.ofLiteral(text));
            } else {
                dns.add(text);
            }
        }
        return new ServerNames(dns, addresses);
    }

    GeneralNames alternativeNames() {
        List<GeneralName> names = new ArrayList<>();
        for (String name : dns) {
            names.add(new GeneralName(GeneralName.dNSName, name));
        }
        for (InetAddress address : addresses) {
            names.add(
                    new GeneralName(
                            GeneralName.iPAddress, new DEROctetString(address.getAddress())));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static boolean isName(String name) {
        if (name.length() > NAME_CHARACTERS_MAX) {
            return false;
        }
        String rest = name.startsWith("*.") ? name.substring(2) : name;
        for (String label : rest.split("\\.", -1)) {
            boolean fine =
                    !label.isEmpty()
                            && label.length() <= LABEL_CHARACTERS_MAX
                            && !label.startsWith("-")
                            && !label.endsWith("-")
                            && label.chars().allMatch(ServerNames::isAllowed);
            if (!fine) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
