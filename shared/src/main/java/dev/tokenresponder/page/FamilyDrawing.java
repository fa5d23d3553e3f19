package dev.tokenresponder.page;

import dev.tokenresponder.incident.FamilyTree;
import dev.tokenresponder.incident.FamilyTree.Member;
import dev.tokenresponder.incident.IncidentState;
import java.util.List;

/** The family as a tree: a card for each credential, under and right of what it was made from. */
final class FamilyDrawing {
  private static final int CARD = 400;
  private static final int HEIGHT = 86;
  private static final int ROW = HEIGHT + 14;
  private static final int INDENT = 24;
  private static final int DEEPEST = 10;
  private static final int EDGE = 2;

  private final Html html;
  private final List<Member> members;

  private FamilyDrawing(Html html, FamilyTree tree) {
    this.html = html;
    this.members = tree.members();
  }

  static void draw(Html html, FamilyTree tree) {
    new FamilyDrawing(html, tree).draw();
  }

  private void draw() {
    int deepest = members.stream().mapToInt(FamilyDrawing::depth).max().orElse(0);
    int width = CARD + deepest * INDENT + 2 * EDGE;
    int height = members.size() * ROW - (ROW - HEIGHT) + 2 * EDGE;
    Svg.open(html, "family", width, height, "The family of the credential in question", summary());
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).above() >= 0) {
        line(i, members.get(i));
      }
    }
    for (int i = 0; i < members.size(); i++) {
      card(i, members.get(i), width);
    }
    html.close();
  }

  private String summary() {
    long contained =
        members.stream().filter(member -> member.state() == IncidentState.CONTAINED).count();
    return members.size()
        + (members.size() == 1 ? " credential, " : " credentials, ")
        + contained
        + " contained. The table below the drawing has them all.";
  }

  private static int depth(Member member) {
    return Math.min(member.depth(), DEEPEST);
  }

  private static int left(Member member) {
    return EDGE + depth(member) * INDENT;
  }

  private static int top(int index) {
    return EDGE + index * ROW;
  }

  private void line(int index, Member member) {
    int from = left(members.get(member.above())) + INDENT / 2;
    String path =
        "M%d %dV%dH%d"
            .formatted(from, top(member.above()) + HEIGHT, top(index) + HEIGHT / 2, left(member));
    html.open("path", "class", "line", "d", path).close();
  }

  private void card(int index, Member member, int width) {
    int x = left(member);
    int y = top(index);
    String state = member.state().label();
    html.open("g", "class", "member " + state + (member.subject() ? " subject" : ""));
    html.element("title", full(member));
    html.open(
            "rect",
            "x",
            x,
            "y",
            y,
            "width",
            width - x - EDGE,
            "height",
            HEIGHT,
            "rx",
            6,
            "class",
            "card")
        .close();
    int space = member.credential().indexOf(' ');
    String kind = space < 0 ? "credential" : member.credential().substring(0, space);
    String id = member.credential().substring(space + 1);
    String mark = member.subject() ? ", in question" : "";
    html.element(
        "text", Shortened.middle(kind, 22) + mark, "x", x + 12, "y", y + 21, "class", "kind");
    html.element(
        "text",
        Labels.member(member.state()),
        "x",
        width - EDGE - 12,
        "y",
        y + 21,
        "text-anchor",
        "end",
        "class",
        "state");
    html.element("text", Shortened.middle(id, 50), "x", x + 12, "y", y + 40, "class", "id");
    faint(whose(member), x + 12, y + 58);
    faint(issued(member), x + 12, y + 74);
    html.close();
  }

  private void faint(String text, int x, int y) {
    html.element("text", Shortened.middle(text, 56), "x", x, "y", y, "class", "faint");
  }

  private static String whose(Member member) {
    if (member.principal() == null) {
      return "whom it speaks for is not known";
    }
    String name = Shortened.principal(member.principal());
    return member.account() == null ? name : name + " in " + member.account();
  }

  private static String issued(Member member) {
    return member.issuedAt() == null
        ? "when it was issued is not known"
        : "issued " + Labels.time(member.issuedAt());
  }

  private static String full(Member member) {
    StringBuilder full = new StringBuilder(member.credential());
    if (member.principal() != null) {
      full.append("\nspeaks for ").append(member.principal());
    }
    if (member.account() != null) {
      full.append("\nin account ").append(member.account());
    }
    if (member.parent() != null) {
      full.append("\nmade from ").append(member.parent());
    }
    if (member.issuedAt() != null) {
      full.append("\nissued ").append(Labels.time(member.issuedAt()));
    }
    return full.append('\n').append(Labels.member(member.state())).toString();
  }
}
