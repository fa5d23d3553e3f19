package dev.tokenresponder.page;

/** What every drawing on a page begins with. */
final class Svg {
  /** In percent: so that the letters are as large as those beside a drawing. */
  private static final int SCALE = 125;

  private Svg() {}

  /** Opens a drawing that is never wider than the page, with a title and a description. */
  static void open(
      Html html, String name, int width, int height, String title, String description) {
    html.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        name,
        "role",
        "img",
        "aria-labelledby",
        name + "-title " + name + "-description",
        "viewBox",
        "0 0 " + width + " " + height,
        "width",
        width * SCALE / 100,
        "height",
        height * SCALE / 100);
    html.element("title", title, "id", name + "-title");
    html.element("desc", description, "id", name + "-description");
  }
}
