package dev.sekisho.control.web;

import dev.sekisho.control.access.Operation.Side;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.function.Function;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Notes on each request which side's listener it came in by: by the listener itself, since two may share a port number. */
final class Arrival extends ValveBase {
    /** The request's attribute that holds the {@link Side}. */
    static final String ATTRIBUTE = Arrival.class.getName();

    private final Function<Connector, Side> sides;

    Arrival(Function<Connector, Side> sides) {
        super(true);
        this.sides = sides;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        request.setAttribute(ATTRIBUTE, sides.apply(request.getConnector()));
        getNext().invoke(request, response);
    }
}
