package io.tributary.runtime.http.tls;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.AttributeKey;
import io.tributary.runtime.tls.ClientAnchors;
import io.tributary.runtime.tls.ServerTls;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Tells which client is at the other end, by what is trusted now. Safe from any thread.
///
/// A handshake that resumes a session shows no certificate, and a connection may outlive the trust
/// it was made under. So what the session holds is checked again on the first request of a
/// connection, and after each change of the anchors; in between the answer stands with the
/// connection.
public final class Clients {
    private static final AttributeKey<Checked> CHECKED =
            AttributeKey.valueOf(Clients.class, "checked");

    private final ServerTls tls;

    private record Checked(ClientAnchors anchors, Client client) {}

    public Clients(ServerTls tls) {
        this.tls = tls;
    }

    /// Who sent this request. Where that is nobody who is trusted any more, the connection is
    /// closed and its session forgotten: the client has to come with a new handshake, which fails
    /// in its turn. No answer can say it: a sender that is told 401 drops what it sent.
    public Client of(ServiceRequestContext context) {
        SSLSession session = context.sslSession();
        Channel channel = context.log().partial().channel();
        if (!tls.asksClients() || session == null || channel == null) {
            return new Client.Anonymous();
        }
        ClientAnchors anchors = tls.anchors();
        Checked checked = channel.attr(CHECKED).get();
        if (checked == null || checked.anchors() != anchors) {
            checked = new Checked(anchors, check(session, anchors));
            channel.attr(CHECKED).set(checked);
        }
        if (checked.client() instanceof Client.NoLongerTrusted) {
            session.invalidate();
            ChannelFuture _ = channel.close();
        }
        return checked.client();
    }

    private static Client check(SSLSession session, ClientAnchors anchors) {
        Certificate @Nullable [] sent;
        try {
            sent = session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException e) {
            return new Client.Anonymous();
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : sent) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        try {
            return new Client.Known(anchors.verify(chain));
        } catch (CertificateException e) {
            return new Client.NoLongerTrusted();
        }
    }
}
