"""The document's edges in an image: `find.find_outline` draws them from lines of the scene and weighs what supports them."""
